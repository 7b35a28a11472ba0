using StnEngine.Optimizers;
using StnEngine.Tests.Checkpoints;
using Xunit;

namespace StnEngine.Tests.Optimizers;

/// <summary>Schedules against numbers worked out by hand from PyTorch's formulae.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void StepDecay_DropsEveryThirdStep() =>
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.25f, 0.25f, 0.25f, 0.125f], RatesOf(new StepDecay(0.5f, 3, 0.5), 7));

    [Fact]
    public void StepDecay_WithoutAFactor_TakesATenth() => Assert.Equal([1, 0.1f, 0.01f], RatesOf(new StepDecay(1, 1), 3));

    // cos of 0, 60, 90, 120 and 180 degrees.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 0.8)]
    [InlineData(3, 0.6)]
    [InlineData(4, 0.4)]
    [InlineData(6, 0.2)]
    [InlineData(9, 0.2)]
    public void Cosine_FromOneToAFifthInSixSteps_GivesTheseRates(int step, double expected) =>
        Assert.Equal(expected, new Cosine(1, 6, 0.2f).At(step), 1e-6);

    [Fact]
    public void Schedules_WithoutSteps_Refuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepDecay(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cosine(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(1, factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(1, patience: -1));
    }

    // Six bad epochs are put up with, the seventh drops the rate and the count starts again.
    [Fact]
    public void ReduceOnPlateau_OfAFlatLoss_DropsAfterSevenBadEpochs()
    {
        var schedule = new ReduceOnPlateau(1);
        Assert.Equal([.. Enumerable.Repeat(1f, 7), .. Enumerable.Repeat(0.1f, 7), 0.01f], RatesAfter(schedule, [.. Enumerable.Repeat(2.0, 15)]));
    }

    [Fact]
    public void ReduceOnPlateau_OfALoss_CountsTenThousandthsAndNoNaNAsBetter() => Assert.Equal(
        [1, 1, 1, 1, 0.5f, 0.5f, 0.5f, 0.25f],
        RatesAfter(new ReduceOnPlateau(1, factor: 0.5, patience: 1), 2, 1.9999, 1.9, 1.8999, double.NaN, 1.7, 1.7, 5));

    [Fact]
    public void ReduceOnPlateau_OfAnAccuracy_WantsItToRise() => Assert.Equal(
        [1, 1, 1, 0.5f, 0.25f, 0.25f],
        RatesAfter(new ReduceOnPlateau(1, PlateauMode.Max, 0.5, 0), 10, 11, 12, 12.001, 11, 13));

    [Fact]
    public void ReduceOnPlateau_StopsAtItsFloor() =>
        Assert.Equal([1, 0.1f, 0.05f, 0.05f], RatesAfter(new ReduceOnPlateau(1, patience: 0, floor: 0.05f), 1, 1, 1, 1));

    [Fact]
    public void ReduceOnPlateau_SavedAndLoaded_GoesOnWhereItWas()
    {
        using var folder = new TemporaryFolder();
        ReduceOnPlateau first = new(1, PlateauMode.Max, patience: 1), second = new(7, PlateauMode.Max, patience: 1);
        RatesAfter(first, 5, 4, 3, 4);
        Safetensors.Write(folder.File("state"), first.Save());
        second.Load(Safetensors.Read(folder.File("state")));
        Assert.Equal(0.1f, second.At(0));
        double[] later = [4, 6, 5, 5, 5];
        Assert.Equal(RatesAfter(first, later), RatesAfter(second, later));

        Safetensors.Write(folder.File("other"), [SafetensorsEntry.Of("schedule.plateau", [1f, 2f], 2)]);
        CheckpointException refusal = Assert.Throws<CheckpointException>(() => second.Load(Safetensors.Read(folder.File("other"))));
        Assert.Contains("F32 of shape [2]", refusal.Message, StringComparison.Ordinal);
    }

    private static float[] RatesOf(ILearningRateSchedule schedule, int steps) => [.. Enumerable.Range(0, steps).Select(schedule.At)];

    // The rate of the epoch after each metric.
    private static float[] RatesAfter(ReduceOnPlateau schedule, params double[] metrics) => Array.ConvertAll(metrics, metric =>
    {
        schedule.Report(metric);
        return schedule.At(0);
    });
}
