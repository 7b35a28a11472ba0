using Xunit;

namespace StnEngine.Tests.Reference;

public sealed class ComparisonTests
{
    private const double Infinite = double.PositiveInfinity;

    [Theory]
    [InlineData(new double[] { 1, -3 }, new double[] { 1, -4 }, 0.25)]
    [InlineData(new double[] { 0.5, -2 }, new double[] { 0, 0 }, 2)]
    [InlineData(new double[] { }, new double[] { }, 0)]
    [InlineData(new double[] { double.NaN, 2 }, new double[] { double.NaN, 1 }, 1)]
    [InlineData(new double[] { double.NaN, 1 }, new double[] { 0, 1 }, Infinite)]
    [InlineData(new double[] { 0, 1 }, new double[] { double.NaN, 1 }, Infinite)]
    [InlineData(new double[] { Infinite, 2 }, new double[] { Infinite, 1 }, 1)]
    [InlineData(new double[] { Infinite, 1 }, new double[] { -Infinite, 1 }, Infinite)]
    public void RelativeError_OfTheseArrays_IsThis(double[] ours, double[] expected, double error)
    {
        Assert.Equal(error, Comparison.RelativeError(ours, expected));
        Assert.Equal(error, Comparison.RelativeError(Array.ConvertAll(ours, value => (float)value), expected));
    }

    [Fact]
    public void RelativeError_OfDifferentLengths_Throws() => Assert.Throws<ArgumentException>(() => Comparison.RelativeError([1.0], [1.0, 2.0]));

    [Fact]
    public void NumericGradient_OfAProduct_IsTheOtherFactorTimesUpstream()
    {
        Array64[] inputs = [new([1, -2], [2]), new([3, 0.5], [2])];
        Array64 gradient = NumericGradient.Of(arrays => Naive.Multiply(arrays[0], arrays[1]), inputs, 0, new([2, -1], [2]));
        Assert.Equal([2], gradient.Shape);
        Assert.InRange(Comparison.RelativeError(gradient.Values, [6, -0.5]), 0, 1e-8);
        Assert.Equal([1, -2], inputs[0].Values);
    }
}
