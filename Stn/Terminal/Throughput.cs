namespace Stn.Terminal;

/// <summary>Work a second over the last readings.</summary>
internal sealed class Throughput(long ticksPerSecond)
{
    private const int Readings = 50;

    private readonly long[] _ticks = new long[Readings];
    private readonly long[] _work = new long[Readings];
    private int _count;

    /// <summary>Work a second from the oldest reading kept to the newest; 0 where that cannot be told.</summary>
    public double PerSecond
    {
        get
        {
            int newest = (_count - 1 + Readings) % Readings;
            int oldest = _count > Readings ? _count % Readings : 0;
            long ticks = _ticks[newest] - _ticks[oldest];
            return ticks > 0 ? (_work[newest] - _work[oldest]) * (double)ticksPerSecond / ticks : 0;
        }
    }

    /// <summary>Takes a reading: all work done up to a time, both growing.</summary>
    public void Add(long ticks, long work)
    {
        (_ticks[_count % Readings], _work[_count % Readings]) = (ticks, work);
        _count++;
    }
}
