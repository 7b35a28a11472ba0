namespace Stn.Serving;

/// <summary>What one who asks may cost.</summary>
internal sealed record ServeLimits
{
    /// <summary>Of a request's body.</summary>
    public int BodyBytes { get; init; } = 4 << 20;

    /// <summary>Of a picture; a PNG file of a few kilobytes may claim any number.</summary>
    public int Pixels { get; init; } = 1 << 24;

    /// <summary>Requests that wait for the model.</summary>
    public int Waiting { get; init; } = 32;

    /// <summary>Connections at once: each may hold a body.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>How long a body may take to arrive, and then a request to be answered, waiting included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
