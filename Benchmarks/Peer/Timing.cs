using System.Diagnostics;

namespace StnEngine.Benchmarks.Peer;

/// <summary>Times as PyTorch's side of the comparison takes them.</summary>
internal static class Timing
{
    private const int WarmUps = 5;

    // The runtime compiles what is called often once more, in the background.
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(400);

    /// <summary>Median milliseconds of an action, after a few runs that do not count.</summary>
    /// <param name="action">Waits for the device.</param>
    /// <param name="repeats">Runs that count.</param>
    /// <returns>Milliseconds.</returns>
    public static double MedianMilliseconds(Action action, int repeats)
    {
        long warm = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmUps || Stopwatch.GetElapsedTime(warm) < WarmUpTime; i++)
        {
            action();
        }

        double[] times = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Median(times);
    }

    /// <summary>The middle value; the mean of the two in the middle of an even number.</summary>
    /// <param name="values">At least one.</param>
    /// <returns>The median.</returns>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
