using StnEngine.Kernels;
using StnEngine.Kernels.Cpu;
using Xunit;

namespace StnEngine.Tests.DeviceRules;

public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_DoesEveryItemOnce(int threads)
    {
        using var team = new ThreadTeam(threads);
        foreach (int items in new[] { 0, 1, 2, 7, 100 })
        {
            var work = new Counting(items);
            team.Run(work, items);
            Assert.All(work.Done, times => Assert.Equal(1, times));
        }
    }

    // Long enough apart for the workers to go to sleep.
    [Fact]
    public void Run_AfterTheWorkersSlept_WakesThem()
    {
        using var team = new ThreadTeam(3);
        for (int round = 0; round < 3; round++)
        {
            Thread.Sleep(30);
            var work = new Counting(50);
            team.Run(work, 50);
            Assert.All(work.Done, times => Assert.Equal(1, times));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_OfAnItemThatFails_RethrowsAndGoesOnWorking(int threads)
    {
        using var team = new ThreadTeam(threads);
        for (int failing = 0; failing < 20; failing += 19)
        {
            DeviceException failure = Assert.Throws<DeviceException>(() => team.Run(new Failing(failing), 20));
            Assert.Contains($"item {failing}", failure.Message, StringComparison.Ordinal);
            Assert.IsType<InvalidOperationException>(failure.InnerException);
            var work = new Counting(20);
            team.Run(work, 20);
            Assert.All(work.Done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Run_OfAnItemThatFailsOnTheOnlyThread_RethrowsAndGoesOnWorking()
    {
        using var team = new ThreadTeam(1);
        Exception failure = Assert.ThrowsAny<Exception>(() => team.Run(new Failing(3), 20));
        Assert.Contains("item 3", failure.Message, StringComparison.Ordinal);
        var work = new Counting(20);
        team.Run(work, 20);
        Assert.All(work.Done, times => Assert.Equal(1, times));
    }

    private sealed class Counting(int items) : ITeamWork
    {
        public int[] Done { get; } = new int[items];

        public void Run(int item, Scratch scratch) => Interlocked.Increment(ref Done[item]);
    }

    private sealed class Failing(int failing) : ITeamWork
    {
        public void Run(int item, Scratch scratch)
        {
            if (item == failing)
            {
                throw new InvalidOperationException($"item {item}");
            }
        }
    }
}
