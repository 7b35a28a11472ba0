using StnEngine.Tests.Operations;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>Whole trainings, as the program runs them: what must change no bit of parameters, optimiser and random counters.</summary>
public sealed class DeterminismTests
{
    private static readonly Lazy<float[][]> OnOneThread = new(() => Train(1));

    [Fact]
    public void Training_RunTwice_EndsInTheSameBits() => SameBits.Assert(OnOneThread.Value, Train(1), "the second run");

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Training_OnAnyNumberOfThreads_EndsInTheSameBits(int threads) => SameBits.Assert(OnOneThread.Value, Train(threads), $"{threads} threads");

    private static float[][] Train(int threads)
    {
        using var run = new SmallSession(isPoisoned: false, threads: threads);
        run.Epoch(1);
        run.Epoch(2);
        return run.State();
    }
}
