using System.Text.Json;
using Stn.Training;
using StnEngine.Kernels;
using StnEngine.Transformations;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class TransformStatisticsTests : IDisposable
{
    private readonly Device _device = Devices.Open("cpu", 1);

    [Fact]
    public void OfTheIdentity_NothingIsChanged()
    {
        foreach (TransformationKind kind in Enum.GetValues<TransformationKind>())
        {
            using Transformation transformation = Transformation.Create(kind, _device, 28, 28);
            TransformStatistics statistics = TransformStatistics.Of(string.Empty, transformation, [.. transformation.Identity, .. transformation.Identity]);
            Assert.Equal((1, 0, 1, 1), (Math.Round(statistics.Zoom, 6), Math.Round(statistics.RotationDegrees, 6), statistics.InView, Math.Round(statistics.Determinant, 6)));
            Assert.False(statistics.IsCollapsed);
        }
    }

    // Reading along a lattice that is turned clockwise on the screen turns the image counter-clockwise. At half the pace it doubles.
    [Fact]
    public void OfAZoomAndATurn_SaysThem()
    {
        TransformStatistics statistics = Affine([0.5f * MathF.Cos(0.3f), -0.5f * MathF.Sin(0.3f), 0, 0.5f * MathF.Sin(0.3f), 0.5f * MathF.Cos(0.3f), 0]);
        Assert.Equal(2, statistics.Zoom, 1e-4);
        Assert.Equal(double.RadiansToDegrees(0.3), statistics.RotationDegrees, 1e-3);
        Assert.Equal(0.25, statistics.Determinant, 1e-4);
        Assert.Equal(1, statistics.InView);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(0.05f, 0)]
    [InlineData(20, 0)]
    [InlineData(float.NaN, 0)]
    public void OfATransformerThatLooksAway_IsCollapsed(float scale, float shift) => Assert.True(Affine([scale, 0, shift, 0, scale, 0]).IsCollapsed);

    [Fact]
    public void InALogLine_IsReadBack()
    {
        var result = new EpochResult(3, 0.5, 80, 0.25, 90, 1.5, 1000, 0.01, [new TransformStatistics("transformer", 1.25, -12, 0.75, double.NaN)]);
        EpochResult read = EpochResult.FromJson(result.ToJson());
        Assert.Equal(result.Transforms, read.Transforms);
        Assert.Equal(result, read with { Transforms = result.Transforms });
        using JsonDocument line = JsonDocument.Parse(result.ToJson());
        Assert.Equal(0.75, line.RootElement.GetProperty("transforms")[0].GetProperty("in_view").GetDouble());
        Assert.Empty(EpochResult.FromJson((result with { Transforms = [] }).ToJson()).Transforms);
    }

    public void Dispose() => _device.Dispose();

    private TransformStatistics Affine(float[] theta)
    {
        using var transformation = new AffineTransformation(_device, 28, 28);
        return TransformStatistics.Of(string.Empty, transformation, theta);
    }
}
