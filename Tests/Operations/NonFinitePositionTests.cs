using StnEngine.Kernels;
using StnEngine.Tests.Operations.Cases;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Positions that are no numbers, infinite or huge: never a crash, never a poisoned neighbour.</summary>
public sealed class NonFinitePositionTests
{
    private const float Inf = float.PositiveInfinity;
    private static readonly float[] Nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    public static TheoryData<string, SampleMode, SamplePadding, bool> Rows
    {
        get
        {
            var rows = new TheoryData<string, SampleMode, SamplePadding, bool>();
            foreach (string spec in TestDevices.Specs)
            {
                foreach ((SampleMode mode, SamplePadding padding, bool align) in SamplerCases.Choices)
                {
                    rows.Add(spec, mode, padding, align);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void GridSample_AtNoNumber_FollowsThePadding(string spec, SampleMode mode, SamplePadding padding, bool align)
    {
        // In x, on the middle row; then in y, on the middle column; the middle itself between them.
        float[] points = [float.NaN, 0, Inf, 0, -Inf, 0, 0, 0, 0, float.NaN, 0, Inf, 0, -Inf];
        float[] expected = padding switch
        {
            SamplePadding.Zeros => [0, 0, 0, 5, 0, 0, 0],
            SamplePadding.Border => [4, 6, 4, 5, 2, 8, 2],
            _ => [4, 4, 4, 5, 2, 2, 2],
        };
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor image = Leaf(Tensor.Batch(device, Nine, 1, 1, 3, 3));
        Tensor grid = Leaf(Tensor.Batch(device, points, 1, 1, 7, 2));
        Tensor output = image.GridSample(grid, mode, padding, align);
        output.Backward(Tensor.Full(device, 1, true, 1, 1, 1, 7));
        Assert.Equal(expected, output.ToArray());
        float[] slopes = grid.Grad!.ToArray();
        Assert.All(Enumerable.Range(0, slopes.Length).Where(i => !float.IsFinite(points[i])), i => Assert.Equal(0, slopes[i]));
        Assert.All(slopes, slope => Assert.True(float.IsFinite(slope)));
        Assert.Equal(padding == SamplePadding.Zeros ? 1 : 7, image.Grad!.ToArray().Sum());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void GridSample_FarAway_StaysOnThePadding(string spec, SampleMode mode, SamplePadding padding, bool align)
    {
        float[] far = [1e9f, 1e30f, float.MaxValue, -1e9f, -1e30f, float.MinValue];
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor image = Leaf(Tensor.Batch(device, Nine, 1, 1, 3, 3));
        Tensor grid = Leaf(Tensor.Batch(device, [.. far.SelectMany(x => new[] { x, 0 })], 1, 1, 6, 2));
        Tensor output = image.GridSample(grid, mode, padding, align);
        output.Backward(Tensor.Full(device, 1, true, 1, 1, 1, 6));
        float[] read = output.ToArray();
        switch (padding)
        {
            case SamplePadding.Zeros:
                Assert.All(read, value => Assert.Equal(0, value));
                break;
            case SamplePadding.Border:
                Assert.Equal([6, 6, 6, 4, 4, 4], read);
                break;
            default:
                Assert.All(read, value => Assert.InRange(value, 4, 6));
                break;
        }

        Assert.All(grid.Grad!.ToArray().Concat(image.Grad!.ToArray()), slope => Assert.True(float.IsFinite(slope)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void SpatialTransform_WithOneImageAtNoNumber_LeavesTheOthersAlone(string spec, SampleMode mode, SamplePadding padding, bool align)
    {
        const int Images = 17;
        var random = new RandomSource(1, "poison");
        float[] pixels = Drawn.Signed(random, Images * 20), thetas = Drawn.Signed(random, Images * 6);
        (float[] clean, float[] cleanImage, float[] cleanTheta) = Transform(pixels, thetas);
        for (int n = 0; n < 3; n++)
        {
            thetas[(n * 30) + n] = n == 0 ? float.NaN : n == 1 ? Inf : -1e38f;
        }

        (float[] output, float[] gradImage, float[] gradTheta) = Transform(pixels, thetas);
        for (int n = 0; n < Images; n++)
        {
            bool poisoned = n is 0 or 5 or 10;
            Assert.All(output[(n * 9)..((n + 1) * 9)].Concat(gradImage[(n * 20)..((n + 1) * 20)]), value => Assert.True(float.IsFinite(value)));
            if (!poisoned)
            {
                SameBits.Assert(clean.AsSpan(n * 9, 9), output.AsSpan(n * 9, 9), $"image {n}");
                SameBits.Assert(cleanImage.AsSpan(n * 20, 20), gradImage.AsSpan(n * 20, 20), $"gradient of image {n}");
                SameBits.Assert(cleanTheta.AsSpan(n * 6, 6), gradTheta.AsSpan(n * 6, 6), $"gradient of theta {n}");
            }
        }

        // Every x of image 0 is no number: the gradient of the row of theta that gives x is 0.
        Assert.Equal([0, 0, 0], gradTheta[..3]);
        Assert.All(gradTheta, value => Assert.True(float.IsFinite(value)));

        (float[] Output, float[] GradImage, float[] GradTheta) Transform(float[] images, float[] transformations)
        {
            using Device device = TestDevices.Open(spec);
            using TensorScope scope = TensorScope.Begin();
            Tensor image = Leaf(Tensor.Batch(device, images, Images, 1, 4, 5));
            Tensor theta = Leaf(Tensor.Batch(device, transformations, Images, 2, 3));
            Tensor result = image.SpatialTransform(theta, 3, 3, mode, padding, align);
            result.Backward(Tensor.Batch(device, Drawn.Signed(new RandomSource(1, "upstream"), Images * 9), Images, 1, 3, 3));
            return (result.ToArray(), image.Grad!.ToArray(), theta.Grad!.ToArray());
        }
    }

    private static Tensor Leaf(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }
}
