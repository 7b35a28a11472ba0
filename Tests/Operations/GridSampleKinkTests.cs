using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>GridSample where its slope jumps: pixel centres, edges, half-way between pixels.</summary>
public sealed class GridSampleKinkTests
{
    // Aligned and five wide, a coordinate g is at pixel 2 g + 2: every position below is exact.
    private static readonly float[] Row = [1, 4, 2, 8, 16];

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Nearest_HalfWay_RoundsToEven(string spec)
    {
        // Pixels 0.5, 1.5, 2.5, 3.5.
        (float[] output, _) = Sample(spec, [-0.75f, -0.25f, 0.25f, 0.75f], SampleMode.Nearest, SamplePadding.Zeros);
        Assert.Equal([Row[0], Row[2], Row[2], Row[4]], output);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Nearest_Anywhere_HasNoSlopeInTheGrid(string spec)
    {
        (_, float[] slopes) = Sample(spec, [-1.3f, -0.75f, 0, 0.3f, 1], SampleMode.Nearest, SamplePadding.Reflection);
        Assert.All(slopes, slope => Assert.Equal(0, slope));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Bilinear_AtAPixelCentre_HasTheRightHandSlope(string spec)
    {
        // Pixels 0 to 4, and -1: its right-hand neighbour is pixel 0.
        (float[] output, float[] slopes) = Sample(spec, [-1, -0.5f, 0, 0.5f, 1, -1.5f], SampleMode.Bilinear, SamplePadding.Zeros);
        Assert.Equal([.. Row, 0], output);
        Assert.Equal([2 * 3, 2 * -2, 2 * 6, 2 * 8, 2 * -16, 2 * 1], slopes);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Border_AtTheEdgeAndBeyond_HasNoSlope(string spec)
    {
        (float[] output, float[] slopes) = Sample(spec, [-1, -1.25f, -7, 1, 1.25f, 7, 0.75f], SampleMode.Bilinear, SamplePadding.Border);
        Assert.Equal([1, 1, 1, 16, 16, 16, 12], output);
        Assert.Equal([0, 0, 0, 0, 0, 0, 16], slopes);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Reflection_BeyondTheEdge_TurnsTheSlope(string spec)
    {
        // Pixels -0.5, 4.5, 8.5 (twice reflected: 0.5), and both edges.
        (float[] output, float[] slopes) = Sample(spec, [-1.25f, 1.25f, 3.25f, -1, 1], SampleMode.Bilinear, SamplePadding.Reflection);
        Assert.Equal([2.5f, 12, 2.5f, 1, 16], output);
        Assert.Equal([-6, -16, 6, 0, 0], slopes);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Bicubic_BeyondTheEdge_KeepsItsSlope(string spec)
    {
        (_, float[] slopes) = Sample(spec, [-1.25f, 1.25f], SampleMode.Bicubic, SamplePadding.Border);
        Assert.All(slopes, slope => Assert.NotEqual(0, slope));
    }

    // Reads a row of pixels at the given x: the output, and the slopes in x for an upstream gradient of 1 everywhere.
    private static (float[] Output, float[] Slopes) Sample(string spec, float[] xs, SampleMode mode, SamplePadding padding)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor image = Tensor.Batch(device, Row, 1, 1, 1, Row.Length);
        Tensor grid = Tensor.Batch(device, [.. xs.SelectMany(x => new[] { x, 0 })], 1, 1, xs.Length, 2);
        grid.RequiresGrad = true;
        Tensor output = image.GridSample(grid, mode, padding, alignCorners: true);
        output.Backward(Tensor.Full(device, 1, true, 1, 1, 1, xs.Length));
        return (output.ToArray(), [.. grid.Grad!.ToArray().Where((_, i) => i % 2 == 0)]);
    }
}
