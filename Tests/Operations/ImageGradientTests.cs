using StnEngine.Kernels;
using StnEngine.Tests.Operations.Cases;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>The gradient of a sampled image where many outputs read one pixel, and where gradients are of odd sizes.</summary>
public sealed class ImageGradientTests
{
    private const int Images = 17, Channels = 2, Side = 5, Points = 63;
    private static readonly float[] Upstream = Drawn.Signed(new RandomSource(1, "upstream"), Images * Channels * Points);
    private static readonly float[] Grid = Drawn.Between(-1.2f, 1.2f)(new RandomSource(1, "grid"), Images * Points * 2);

    public static TheoryData<string> Devices => TestDevices.Rows;

    public static TheoryData<string, SampleMode, SamplePadding, bool> GpuChoices
    {
        get
        {
            var rows = new TheoryData<string, SampleMode, SamplePadding, bool>();
            foreach (string spec in TestDevices.Gpus)
            {
                foreach ((SampleMode mode, SamplePadding padding, bool align) in SamplerCases.Choices)
                {
                    rows.Add(spec, mode, padding, align);
                }
            }

            return rows;
        }
    }

    public static TheoryData<string, float> Sizes
    {
        get
        {
            var rows = new TheoryData<string, float>();
            foreach (string spec in TestDevices.Specs)
            {
                foreach (float size in new[] { 1e-36f, 1e-20f, 1e-4f, 1e10f, 1e36f })
                {
                    rows.Add(spec, size);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void GridSample_ReadingOnePlaceEverywhere_AddsUpTheSameBitsEveryTime(string spec)
    {
        // Aligned and five wide: at pixel (2.25, 1.5).
        float[] grid = [.. Enumerable.Repeat(new[] { 0.125f, -0.25f }, Images * Points).SelectMany(p => p)];
        float[] expected = Gradient(spec, grid, Upstream);
        for (int run = 0; run < 3; run++)
        {
            SameBits.Assert(expected, Gradient(spec, grid, Upstream), $"run {run}");
        }

        for (int plane = 0; plane < Images * Channels; plane++)
        {
            double sum = 0;
            foreach (float grad in Upstream.AsSpan(plane * Points, Points))
            {
                sum += grad;
            }

            double[] pixels = new double[Side * Side];
            (pixels[7], pixels[8], pixels[12], pixels[13]) = (0.375 * sum, 0.125 * sum, 0.375 * sum, 0.125 * sum);
            Assert.InRange(Comparison.RelativeError(expected.AsSpan(plane * pixels.Length, pixels.Length), pixels), 0, 1e-5);
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(GpuChoices))]
    public void GridSample_WithItsOutputsTurnedRound_SpreadsTheSameBits(string spec, SampleMode mode, SamplePadding padding, bool align)
    {
        float[] grid = (float[])Grid.Clone(), upstream = (float[])Upstream.Clone();
        for (int n = 0; n < Images; n++)
        {
            Array.Reverse(grid, n * Points * 2, Points * 2);
        }

        for (int i = 0; i < grid.Length; i += 2)
        {
            (grid[i], grid[i + 1]) = (grid[i + 1], grid[i]);
        }

        for (int plane = 0; plane < Images * Channels; plane++)
        {
            Array.Reverse(upstream, plane * Points, Points);
        }

        SameBits.Assert(Gradient(spec, Grid, Upstream, mode, padding, align), Gradient(spec, grid, upstream, mode, padding, align), "turned round");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void GridSample_WithGradientsOfOneSize_SpreadsThemAll(string spec, float size)
    {
        float[] upstream = Array.ConvertAll(Upstream, grad => grad * size);
        float[] expected = Array.ConvertAll(Gradient("cpu", Grid, Upstream), grad => grad * size);
        Assert.InRange(Comparison.RelativeError(Gradient(spec, Grid, upstream), expected), 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void GridSample_WithNoGradient_AddsNone(string spec) =>
        Assert.All(Gradient(spec, Grid, new float[Upstream.Length]), grad => Assert.Equal(0, grad));

    [Theory]
    [MemberData(nameof(Devices))]
    public void GridSample_WithAGradientThatIsNotFinite_LeavesOtherImagesAlone(string spec)
    {
        const int Pixels = Channels * Side * Side;
        float[] upstream = (float[])Upstream.Clone();
        (upstream[0], upstream[6 * Channels * Points]) = (float.NaN, float.NegativeInfinity);
        float[] clean = Gradient(spec, Grid, Upstream), grads = Gradient(spec, Grid, upstream);
        for (int n = 0; n < Images; n++)
        {
            if (n is not (0 or 6))
            {
                SameBits.Assert(clean.AsSpan(n * Pixels, Pixels), grads.AsSpan(n * Pixels, Pixels), $"image {n}");
            }
            else if (TestDevices.Gpus.Contains(spec))
            {
                Assert.All(grads[(n * Pixels)..][..Pixels], grad => Assert.Equal(float.NaN, grad));
            }
        }
    }

    private static float[] Gradient(
        string spec, float[] grid, float[] upstream, SampleMode mode = SampleMode.Bilinear, SamplePadding padding = SamplePadding.Zeros, bool align = true)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor image = Tensor.Full(device, 1, true, Images, Channels, Side, Side);
        image.RequiresGrad = true;
        Tensor output = image.GridSample(Tensor.Batch(device, grid, Images, 7, 9, 2), mode, padding, align);
        output.Backward(Tensor.Batch(device, upstream, Images, Channels, 7, 9));
        return image.Grad!.ToArray();
    }
}
