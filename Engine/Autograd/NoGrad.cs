namespace StnEngine;

/// <summary>While one is open on this thread, operations remember nothing: evaluation, inference.</summary>
/// <example><code>using var _ = NoGrad.Begin();</code></example>
public sealed class NoGrad : IDisposable
{
    // An ambient switch: the alternative is a flag on every operation.
    [ThreadStatic]
    private static int _open;

    private bool _ended;

    private NoGrad() => _open++;

    /// <summary>Whether one is open on this thread.</summary>
    public static bool IsOn => _open > 0;

    /// <summary>Opens one.</summary>
    /// <returns>Dispose it to go back to remembering.</returns>
    public static NoGrad Begin() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
        _open -= _ended ? 0 : 1;
        _ended = true;
    }
}
