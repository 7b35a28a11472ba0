using Stn.Training;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class RateScheduleTests
{
    [Fact]
    public void Plateau_AfterSevenEpochsThatWereNoBetter_DividesByTen_InAResumedRunToo()
    {
        TrainOptions options = new GivenOptions(Schedule: "plateau", LearningRate: 0.5f).Resolve();
        double[] losses = [1, 2, 2, 2, 2, 2, 2];
        var schedule = new RateSchedule(options, 10);
        Array.ForEach(losses, schedule.Report);
        Assert.Equal(0.5f, schedule.At(70));
        schedule.Report(2);
        Assert.Equal(0.05f, schedule.At(80));

        var resumed = new RateSchedule(options, 10);
        Array.ForEach([.. losses, 2], resumed.Report);
        Assert.Equal(0.05f, resumed.At(80));
    }

    // Adam's usual schedule is one cycle, the others' a constant rate; each can have the other.
    [Theory]
    [InlineData("adam", null, false)]
    [InlineData("sgd", null, true)]
    [InlineData("adam", "constant", true)]
    [InlineData("momentum", "one-cycle", false)]
    public void Schedule_LeftOut_IsWhatIsUsualWithTheOptimizer(string optimizer, string? name, bool constant)
    {
        var schedule = new RateSchedule(new GivenOptions(Optimizer: optimizer, Schedule: name, LearningRate: 0.5f, Epochs: 2).Resolve(), 10);
        Assert.Equal(constant, Enumerable.Range(0, 20).All(step => schedule.At(step) == 0.5f));
        Assert.Equal(0.5f, Enumerable.Range(0, 20).Max(schedule.At), 0.01);
    }
}
