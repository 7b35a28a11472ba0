namespace StnEngine.Tests.Terminal;

/// <summary>A clock that a test sets.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _milliseconds;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _milliseconds;

    public void Advance(long milliseconds) => _milliseconds += milliseconds;
}
