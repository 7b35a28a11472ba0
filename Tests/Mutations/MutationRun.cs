using System.Diagnostics;
using Xunit;

namespace StnEngine.Tests.Mutations;

/// <summary>
/// Reads many broken versions of valid input. Each must be read, or refused with an error of ours, in little memory. <c>STN_MUTATIONS=20000</c> tries so many
/// instead of 2,000; a failure names its seed, and the input in base64 that makes a case of its own.
/// </summary>
internal static class MutationRun
{
    private const string Variable = "STN_MUTATIONS";
    private const int Usual = 2000, MostShown = 3000;

    // A hang must fail, not wait; no reader takes a thousandth of that for one input.
    private static readonly TimeSpan MostOfOne = TimeSpan.FromSeconds(60);

    /// <summary>How many are tried.</summary>
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable(Variable), out int count) ? count : Usual;

    /// <summary>Reads them.</summary>
    /// <param name="break">Makes an input.</param>
    /// <param name="read">Reads it, on the thread that it is called on.</param>
    /// <param name="refuses">Whether an error is one that the reader promises.</param>
    /// <param name="most">Bytes that reading may allocate in all, garbage included.</param>
    /// <param name="words">For <see cref="Mutator"/>.</param>
    public static void Of(Func<Mutator, byte[]> @break, Action<byte[]> read, Func<Exception, bool> refuses, long most = 16 << 20, params string[] words)
    {
        int seed = 0, refused = 0;
        long largest = 0;
        TimeSpan longest = TimeSpan.Zero;
        string? failure = null;
        var worker = new Thread(() =>
        {
            for (; seed < Count && failure is null; seed++)
            {
                byte[] input = @break(new Mutator(seed, words));
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                Exception? error = Record.Exception(() => read(input));
                TimeSpan time = Stopwatch.GetElapsedTime(start);
                long taken = GC.GetAllocatedBytesForCurrentThread() - before;
                largest = Math.Max(largest, taken);
                longest = time > longest ? time : longest;
                refused += error is null ? 0 : 1;
                failure = error is not null && !refuses(error) ? Told(seed, input, error.ToString())
                    : taken > most ? Told(seed, input, $"took {taken} bytes, {error?.Message ?? "and was read"}")
                    : null;
            }
        })
        { IsBackground = true };
        worker.Start();
        for (int last = -1; !worker.Join(MostOfOne); last = seed)
        {
            Assert.True(last != seed, $"Seed {seed} hangs.");
        }

        Assert.True(failure is null, failure);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Count} mutations: {Count - refused} read, {refused} refused, at most {largest} bytes and {longest.TotalMilliseconds:F1} ms taken for one.");

        // Neither did all survive, which would be no test, nor none, which would test the first check alone.
        Assert.InRange(refused, Count / 20, Count - (Count / 200));
    }

    private static string Told(int seed, byte[] input, string what) =>
        $"Seed {seed}: {what}\n{Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, MostShown)))}{(input.Length > MostShown ? "..." : string.Empty)}";
}
