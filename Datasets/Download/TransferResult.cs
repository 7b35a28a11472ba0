namespace StnEngine.Datasets.Download;

/// <summary>How one request for a file ended.</summary>
/// <param name="Failure">Null when the file has all its bytes.</param>
/// <param name="MayPass">Whether the same mirror may do better if asked again.</param>
/// <param name="RetryAfter">The wait the server asks for.</param>
internal sealed record TransferResult(string? Failure = null, bool MayPass = false, TimeSpan? RetryAfter = null)
{
    public static TransferResult Done { get; } = new();

    public static TransferResult GiveUp(string failure) => new(failure);

    public static TransferResult Retry(string failure, TimeSpan? after = null) => new(failure, true, after);
}
