using Stn;
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

    // The seventh loss is better than the first by so little that the rounding of a log decides.
    [Fact]
    public void Plateau_OfARunThatGoesOn_DecidesAsTheResumedOne()
    {
        TrainOptions options = new GivenOptions(Schedule: "plateau", LearningRate: 0.5f).Resolve();
        double[] losses = [0.0200154, 1, 1, 1, 1, 1, 0.0200133, 1];
        RateSchedule whole = new(options, 10), resumed = new(options, 10);
        foreach (double loss in losses)
        {
            whole.Report(loss);
            resumed.Report(new EpochResult(1, 0, 0, loss, 0, 0, 0, 0, []).Logged().TestLoss);
            Assert.Equal(whole.At(0), resumed.At(0));
        }
    }

    [Fact]
    public void OneCycle_OfMoreStepsThanCanBeCounted_IsRefused()
    {
        TrainOptions options = new GivenOptions(Schedule: "one-cycle", Epochs: 100_000).Resolve();
        UserException error = Assert.Throws<UserException>(() => new RateSchedule(options, 60_000));
        Assert.Contains("--epochs 100000: so many epochs of 60000 steps are more than 2147483647 steps", error.Message, StringComparison.Ordinal);
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
