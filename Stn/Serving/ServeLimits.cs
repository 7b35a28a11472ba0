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

    /// <summary>Pictures at once, those included that still arrive: each holds a body. One more is asked to come back.</summary>
    public int Places => Waiting + 1;

    /// <summary>Connections at once. One more is closed without a word: it is far more than there are places, so that who is refused is told so.</summary>
    public int Connections { get; init; } = 512;

    /// <summary>How long a connection may be idle.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long headers may take to arrive, then a body, and then a request to be answered, waiting included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
