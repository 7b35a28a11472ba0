using Xunit;

namespace StnEngine.Tests.Reference;

/// <summary>What the golden files leave open, with answers small enough to work out by hand.</summary>
public sealed class NaiveTests
{
    private static readonly Array64 Nine = new([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);

    [Fact]
    public void Conv2d_DifferentHeightsAndWidths_KeepsThemApart()
    {
        Array64 weight = new([1, 10], [1, 1, 2, 1]);
        Array64 output = Naive.Conv2d(Nine, weight, null, strideH: 1, strideW: 2, padH: 1, dilationH: 2);
        Assert.Equal([1, 1, 3, 2], output.Shape);
        Assert.Equal([40, 60, 71, 93, 4, 6], output.Values);
    }

    [Theory]
    [InlineData(0, true, new double[] { 3, 4.5, 7.5, 9 })]
    [InlineData(0, false, new double[] { 3, 4.5, 7.5, 9 })]
    [InlineData(1, true, new double[] { 0.25, 1.25, 2.75, 7 })]
    [InlineData(1, false, new double[] { 1, 2.5, 5.5, 7 })]
    public void AvgPool2d_InCeilMode_DividesAsPyTorchDoes(int pad, bool countIncludePad, double[] expected) =>
        Assert.Equal(expected, Naive.AvgPool2d(Nine, 2, 2, 2, 2, pad, pad, ceilMode: true, countIncludePad).Values);

    [Fact]
    public void MaxPool2d_InCeilMode_DropsAWindowThatStartsOnThePaddingBehind() =>
        Assert.Equal([1, 3, 7, 9], Naive.MaxPool2d(Nine, 2, 2, 2, 2, 1, 1, ceilMode: true).Values);

    [Fact]
    public void MaxPool2d_DifferentHeightsAndWidths_KeepsThemApart()
    {
        Array64 output = Naive.MaxPool2d(Nine, 1, 3, 2, 1);
        Assert.Equal([1, 1, 2, 1], output.Shape);
        Assert.Equal([3, 9], output.Values);
    }

    [Fact]
    public void MatMul_TwoByThreeByTwo_IsTheProduct() => Assert.Equal(
        [22, 28, 49, 64], Naive.MatMul(new([1, 2, 3, 4, 5, 6], [2, 3]), new([1, 2, 3, 4, 5, 6], [3, 2])).Values);

    [Fact]
    public void Add_ARowAndAColumn_Broadcasts()
    {
        Array64 output = Naive.Add(new([1, 2, 3], [3]), new([10, 20], [2, 1]));
        Assert.Equal([2, 3], output.Shape);
        Assert.Equal([11, 12, 13, 21, 22, 23], output.Values);
    }

    [Fact]
    public void Multiply_ByAScalarOrByNothing_Broadcasts()
    {
        Assert.Equal([2, 4], Naive.Multiply(new([1, 2], [1, 2]), Array64.Scalar(2)).Values);
        Assert.Equal([0, 2], Naive.Multiply(Array64.Zeros(0, 1), Array64.Zeros(1, 2)).Shape);
    }

    [Fact]
    public void Add_ShapesThatDoNotFit_Throws() => Assert.Throws<ArgumentException>(() => Naive.Add(Array64.Zeros(2), Array64.Zeros(3)));

    [Fact]
    public void SumMeanAndReshape_OfNine_AreTheirDefinitions()
    {
        Assert.Equal(45, Naive.Sum(Nine)[0]);
        Assert.Equal(5, Naive.Mean(Nine)[0]);
        Assert.Equal([9, 1], Naive.Reshape(Nine, 9, 1).Shape);
        Assert.Throws<ArgumentException>(() => Naive.Reshape(Nine, 2, 4));
    }

    [Fact]
    public void ConcatenateSliceAndPad_OfNine_AreTheirDefinitions()
    {
        Assert.Equal([4, 5, 6], Naive.Slice(Nine, 2, 1, 1).Values);
        Assert.Equal([2, 3, 5, 6, 8, 9], Naive.Slice(Nine, 3, 1, 2).Values);
        Array64 joined = Naive.Concatenate(3, Naive.Slice(Nine, 3, 2, 1), Nine);
        Assert.Equal([1, 1, 3, 4], joined.Shape);
        Assert.Equal([3, 1, 2, 3, 6, 4, 5, 6, 9, 7, 8, 9], joined.Values);
        Array64 padded = Naive.Pad(new([1, 2], [1, 2]), 1, 0, 0, 2, -1);
        Assert.Equal([2, 4], padded.Shape);
        Assert.Equal([-1, -1, -1, -1, 1, 2, -1, -1], padded.Values);
    }

    // Channel 0 holds 1, 2, 4, 5: mean 3, biased variance 10 / 4, unbiased 10 / 3. Channel 1 holds only sevens.
    [Fact]
    public void BatchNorm_OfTwoChannels_KeepsThemApart()
    {
        Array64 input = new([1, 2, 7, 7, 4, 5, 7, 7], [2, 2, 2]);
        (Array64 mean, Array64 variance) = Naive.ChannelStatistics(input);
        Assert.Equal([3, 7], mean.Values);
        Assert.Equal([2.5, 0], variance.Values);
        Array64 output = Naive.BatchNorm(input, new([2, 5], [2]), new([1, -1], [2]), mean, variance, epsilon: 1.5);
        Assert.Equal([-1, 0, -1, -1, 2, 3, -1, -1], output.Values);
        (Array64 runningMean, Array64 runningVariance) = Naive.RunningStatistics(input, new([1, 1], [2]), new([1, 1], [2]), 0.5);
        Assert.Equal([2, 4], runningMean.Values);
        Assert.InRange(Comparison.RelativeError(runningVariance.Values, [13 / 6.0, 0.5]), 0, 1e-14);
    }

    [Fact]
    public void LogSoftmax_OfAMap_NormalisesTheSecondAxis()
    {
        Array64 output = Naive.LogSoftmax(new([0, 1000, 0, 1000 + Math.Log(3)], [1, 2, 2]));
        double[] expected = [Math.Log(0.5), Math.Log(0.25), Math.Log(0.5), Math.Log(0.75)];
        Assert.InRange(Comparison.RelativeError(output.Values, expected), 0, 1e-12);
    }

    [Fact]
    public void NegativeLogLikelihood_OfTwo_IsTheMean() =>
        Assert.Equal(2.5, Naive.NegativeLogLikelihood(new([-1, -2, -3, -4], [2, 2]), [0, 1])[0]);

    [Theory]
    [InlineData("zeros", new double[] { 0, 0, 0, 0, 0 })]
    [InlineData("border", new double[] { 4, 6, 4, 6, 4 })]
    // Where a reflected 1e30 lands is a matter of rounding.
    [InlineData("reflection", new double[] { 4, 4, 4 })]
    public void GridSample_WhereThePositionIsNoNumberOrFar_FollowsThePadding(string padding, double[] expected)
    {
        Array64 grid = new([double.NaN, 0, double.PositiveInfinity, 0, double.NegativeInfinity, 0, 1e30, 0, -1e30, 0], [1, 1, 5, 2]);
        foreach (string mode in new[] { "bilinear", "nearest", "bicubic" })
        {
            Assert.Equal(expected, Naive.GridSample(Nine, grid, mode, padding).Values.Take(expected.Length));
        }
    }

    // The numbers are PyTorch's: parameters (1, -2), gradients (0.5, -0.25) times the step, rate 0.1, decay 0.01, 3 steps.
    [Theory]
    [InlineData(0, false, 0.697202949, -1.844105973)]
    [InlineData(0.9, false, 0.5191847489999999, -1.751184573)]
    [InlineData(0.9, true, 0.26489045819099993, -1.620392580807)]
    public void SgdStep_ThreeTimes_GivesPyTorchsNumbers(double momentum, bool nesterov, double first, double second)
    {
        (Array64 param, Array64 velocity) = (new([1, -2], [2]), Array64.Zeros(2));
        for (int step = 1; step <= 3; step++)
        {
            (param, velocity) = Naive.SgdStep(param, new([0.5 * step, -0.25 * step], [2]), velocity, 0.1, momentum, nesterov, 0.01);
        }

        Assert.InRange(Comparison.RelativeError(param.Values, [first, second]), 0, 1e-14);
    }

    [Fact]
    public void AdamStep_ThreeTimes_GivesPyTorchsNumbers()
    {
        (Array64 param, Array64 m, Array64 v) = (new([1, -2], [2]), Array64.Zeros(2), Array64.Zeros(2));
        for (int step = 1; step <= 3; step++)
        {
            (param, m, v) = Naive.AdamStep(param, new([0.5 * step, -0.25 * step], [2]), m, v, step, 0.1, weightDecay: 0.01);
        }

        Assert.InRange(Comparison.RelativeError(param.Values, [0.7074532792690138, -1.7068504856611353]), 0, 1e-14);
    }
}
