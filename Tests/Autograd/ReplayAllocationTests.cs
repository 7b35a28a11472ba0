using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Autograd;

/// <summary>Runs when no other test does: it counts the allocations of the whole process.</summary>
[Collection(nameof(ReplayAllocationTests))]
[CollectionDefinition(nameof(ReplayAllocationTests), DisableParallelization = true)]
public sealed class ReplayAllocationTests
{
    private const int Replays = 50;

    [Theory]
    [InlineData("sgd", 1)]
    [InlineData("sgd", 2)]
    [InlineData("adam", 1)]
    [InlineData("adam", 2)]
    public void Replay_AllocatesNothing(string optimizer, int threads)
    {
        using Device device = Kernels.Devices.Open("cpu", threads);
        using var net = new SmallNet(device, optimizer);
        net.Upload(0);
        using RecordedStep step = RecordedStep.Record(device, () => net.Step());
        Measure(step);

        // The test runner may allocate now and then, on threads of its own: of several measurements one must be clean.
        Assert.Contains((0L, 0L), Enumerable.Range(0, 20).Select(_ => Measure(step)));
    }

    private static (long OnThisThread, long Anywhere) Measure(RecordedStep step)
    {
        long thread = GC.GetAllocatedBytesForCurrentThread(), process = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Replays; i++)
        {
            step.Replay();
        }

        long processAfter = GC.GetTotalAllocatedBytes(precise: true);
        return (GC.GetAllocatedBytesForCurrentThread() - thread, processAfter - process);
    }
}
