using StnEngine.Kernels;
using StnEngine.Tests.Operations.Cases;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Transformations that land on pixel centres give pixels back bit for bit, in every mode, padding and alignment.</summary>
public sealed class ExactTransformTests
{
    private const int Images = 17;

    public static TheoryData<string, int, int> Sizes
    {
        get
        {
            var rows = new TheoryData<string, int, int>();
            foreach (string spec in TestDevices.Specs)
            {
                foreach ((int height, int width) in new[] { (1, 1), (1, 6), (7, 1), (2, 3), (5, 4), (7, 7), (8, 8), (13, 28), (28, 13) })
                {
                    if (!TestDevices.IsTooSlowFor(spec, Layout.Batch(Images, height * width).StoredLength))
                    {
                        rows.Add(spec, height, width);
                    }
                }
            }

            return rows;
        }
    }

    public static TheoryData<string, int> Squares
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (string spec in TestDevices.Specs)
            {
                foreach (int size in new[] { 1, 2, 7, 12, 28 })
                {
                    if (!TestDevices.IsTooSlowFor(spec, Layout.Batch(Images, size * size).StoredLength))
                    {
                        rows.Add(spec, size);
                    }
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Identity_OfAnySize_GivesTheImageBack(string spec, int height, int width) =>
        AssertMoves(spec, height, width, [1, 0, 0, 0, 1, 0], (y, x) => (y, x));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void HalfATurn_OfAnySize_TurnsTheImageOver(string spec, int height, int width) =>
        AssertMoves(spec, height, width, [-1, 0, 0, 0, -1, 0], (y, x) => (height - 1 - y, width - 1 - x));

    // x = -v and y = u: output row oy reads a column, from the right.
    [Theory]
    [MemberData(nameof(Squares))]
    public void AQuarterTurn_OfASquare_TransposesAndFlips(string spec, int size) =>
        AssertMoves(spec, size, size, [0, -1, 0, 1, 0, 0], (y, x) => (x, size - 1 - y));

    private static void AssertMoves(string spec, int height, int width, float[] transformation, Func<int, int, (int Y, int X)> source)
    {
        using Device device = TestDevices.Open(spec);
        int count = height * width;
        float[] pixels = Drawn.Signed(new RandomSource(1, "pixels"), Images * count);
        float[] expected = new float[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = source(i % count / width, i % width);
            expected[i] = pixels[(i / count * count) + (y * width) + x];
        }

        using Tensor image = Tensor.Batch(device, pixels, Images, 1, height, width);
        using Tensor theta = Tensor.Batch(device, [.. Enumerable.Repeat(transformation, Images).SelectMany(t => t)], Images, 2, 3);
        foreach ((SampleMode mode, SamplePadding padding, bool align) in SamplerCases.Choices)
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor output = image.SpatialTransform(theta, mode: mode, padding: padding, alignCorners: align);
            SameBits.Assert(expected, output.ToArray(), $"{mode}, {padding}, aligned {align}");
        }
    }
}
