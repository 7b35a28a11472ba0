using System.Text.RegularExpressions;
using Stn.Reports;
using Xunit;

namespace StnEngine.Tests.Programs.Reports;

public sealed class LineChartTests
{
    [Theory]
    [InlineData(0.3, 2.3, "0 0.5 1 1.5 2 2.5")]
    [InlineData(91, 98.2, "90 92 94 96 98 100")]
    [InlineData(0.00004, 0.00095, "0 0.00025 0.0005 0.00075 0.001")]
    [InlineData(1500, 12000, "0 2,500 5,000 7,500 10,000 12,500")]
    [InlineData(-3, 4, "-4 -2 0 2 4")]
    public void Axis_OfValues_GoesFromRoundNumberToRoundNumber(double low, double high, string ticks)
    {
        var axis = ChartAxis.For([low, double.NaN, high], 100_000);
        Assert.Equal(ticks, string.Join(' ', axis.Ticks.Select(axis.Text)));
        Assert.True(axis.Place(low) >= 0 && axis.Place(high) <= 1);
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 5.0, 5 })]
    [InlineData(new[] { 0.0 })]
    [InlineData(new[] { double.NaN, double.PositiveInfinity })]
    public void Axis_OfNothingOrOneValue_HasAnExtent(double[] values)
    {
        var axis = ChartAxis.For(values);
        Assert.True(axis.High > axis.Low && double.IsFinite(axis.High));
        Assert.InRange(axis.Ticks.Count(), 2, 12);
    }

    [Fact]
    public void Axis_OfShares_DoesNotGoBeyondTheWholeNorMagnifySpecks()
    {
        var axis = ChartAxis.For([99.99, 100], most: 100, span: 5);
        Assert.Equal(100, axis.High);
        Assert.True(axis.Low <= 95);
    }

    [Fact]
    public void Chart_WithAValueMissing_HasAGap()
    {
        string html = new LineChart("Loss", [new("a", [1, 2, double.NaN, 4, 5])], "F1", 5).ToHtml();
        Assert.Equal(2, Regex.Count(PageText.Attributes(html, "d").Single(d => d.Contains('L', StringComparison.Ordinal)), "M"));
    }

    [Fact]
    public void Chart_OfVeryManyEpochs_KeepsTheLastAndHasRoomInAPage()
    {
        double[] values = [.. Enumerable.Range(1, 100_000).Select(e => 1.0 / e)];
        string html = new LineChart("Loss", [new("a", values)], "F6", values.Length).ToHtml();
        Assert.True(html.Length < 40_000, $"{html.Length} characters");
        Assert.Contains("0.000010", html, StringComparison.Ordinal);
        Assert.Contains(",100000]", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }
}
