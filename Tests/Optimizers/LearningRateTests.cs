using StnEngine.Optimizers;
using Xunit;

namespace StnEngine.Tests.Optimizers;

public sealed class LearningRateTests
{
    // PyTorch's OneCycleLR(max_lr=0.1, total_steps=10): up for 30 % of the steps, then down, along half a cosine each.
    [Theory]
    [InlineData(0, 0.004)]
    [InlineData(1, 0.052)]
    [InlineData(2, 0.1)]
    [InlineData(3, 0.09504846320134738)]
    [InlineData(5, 0.06112620219362893)]
    [InlineData(8, 0.004951936798652629)]
    [InlineData(9, 4e-7)]
    public void OneCycle_OfTenSteps_IsThatOfPyTorch(int step, double expected) =>
        Assert.InRange(new OneCycle(0.1f, 10).At(step) / expected, 1 - 2e-6, 1 + 2e-6);

    [Fact]
    public void OneCycle_OfALongRun_StartsPeaksAndEndsWhereItShould()
    {
        var schedule = new OneCycle(0.5f, 1000);
        Assert.Equal(0.5f / 25, schedule.At(0), 1e-7f);
        Assert.Equal(0.5f, schedule.At(299), 1e-7f);
        Assert.Equal(0.5f / 25 / 1e4f, schedule.At(999), 1e-11f);
        Assert.Equal(299, Enumerable.Range(0, 1000).MaxBy(schedule.At));
    }

    [Fact]
    public void OneCycle_BehindItsEnd_StaysThere() => Assert.Equal(new OneCycle(0.1f, 10).At(9), new OneCycle(0.1f, 10).At(10));

    [Fact]
    public void OneCycle_OfItsShortestRun_IsFinite() =>
        Assert.All(new[] { 0, 1 }, step => Assert.InRange(new OneCycle(0.1f, 2).At(step), 0, 0.1f));

    [Fact]
    public void ConstantRate_IsConstant() => Assert.Equal(0.3f, new ConstantRate(0.3f).At(12345));
}
