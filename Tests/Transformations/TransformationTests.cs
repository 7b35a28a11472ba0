using System.Collections.Concurrent;
using StnEngine.Kernels;
using StnEngine.Tests.Operations;
using StnEngine.Tests.Reference;
using StnEngine.Transformations;
using Xunit;

namespace StnEngine.Tests.Transformations;

/// <summary>Every family of transformations against its own map in double precision: images, gradients, and the identity bit for bit.</summary>
public sealed class TransformationTests
{
    private const int Images = 17, Channels = 2, Height = 6, Width = 5, OutH = 4, OutW = 7;
    private const double Tolerance = 1e-5;

    private static readonly (int Height, int Width)[] Sizes = [(1, 1), (2, 5), (7, 7), (13, 28)];

    // Differences take seconds, and are the same for every device.
    private static readonly ConcurrentDictionary<(TransformationKind, bool), Lazy<MapAnswer>> Answers = new();

    public static TheoryData<string, TransformationKind, bool> Rows
    {
        get
        {
            var rows = new TheoryData<string, TransformationKind, bool>();
            foreach (string spec in TestDevices.Specs)
            {
                foreach (TransformationKind kind in Enum.GetValues<TransformationKind>())
                {
                    rows.Add(spec, kind, false);
                    rows.Add(spec, kind, true);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Apply_GivesWhatTheMapReads_AndItsGradients(string spec, TransformationKind kind, bool align)
    {
        MapAnswer answer = Answers.GetOrAdd((kind, align), _ => new(() => MapAnswer.Of(kind, align))).Value;
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using Transformation transformation = Transformation.Create(kind, device, OutH, OutW, align);
        Tensor images = Tensor.Batch(device, answer.Pixels, Images, Channels, Height, Width), numbers = Tensor.Batch(device, answer.Parameters, Images, transformation.Identity.Count);
        images.RequiresGrad = numbers.RequiresGrad = true;
        Tensor output = transformation.Apply(images, numbers, SampleMode.Bicubic);
        AssertNear(output, answer.Output, 16);
        output.Backward(Tensor.Batch(device, answer.Upstream, Images, Channels, OutH, OutW));
        AssertNear(images.Grad!, answer.ImageGradient, 16 * OutH * OutW);
        AssertNear(numbers.Grad!, answer.ParameterGradient, 16 * Channels * OutH * OutW);
        TestDevices.AssertGuardsIntact(device);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Identity_GivesTheImageBack_BitForBit(string spec, TransformationKind kind, bool align)
    {
        using Device device = TestDevices.Open(spec);
        foreach ((int height, int width) in Sizes.Where(s => !TestDevices.IsTooSlowFor(spec, Layout.Batch(Images, s.Height * s.Width).StoredLength)))
        {
            using TensorScope scope = TensorScope.Begin();
            using Transformation transformation = Transformation.Create(kind, device, height, width, align);
            float[] pixels = Drawn.Signed(new RandomSource(1, "pixels"), Images * height * width);
            Tensor images = Tensor.Batch(device, pixels, Images, 1, height, width);
            Tensor identity = Tensor.Batch(device, [.. Enumerable.Repeat(transformation.Identity, Images).SelectMany(p => p)], Images, transformation.Identity.Count);
            foreach (SamplePadding padding in Enum.GetValues<SamplePadding>())
            {
                SameBits.Assert(pixels, transformation.Apply(images, identity, padding: padding).ToArray(), $"{height}x{width}, {padding}");
            }
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    [InlineData(3, 5)]
    public void ThinPlateSpline_TakesItsControlPoints_WhereTheyWereMoved(int rows, int columns)
    {
        using Device device = Devices.Open("cpu", 1);
        using var spline = new ThinPlateSpline(device, 5, 5, false, rows, columns);
        double[] parameters = Array.ConvertAll(Drawn.Signed(new RandomSource(1, "moves"), spline.Identity.Count), value => (double)value);
        Assert.Equal(rows * columns, spline.ControlPoints.Count);
        for (int k = 0; k < spline.ControlPoints.Count; k++)
        {
            (double u, double v) = spline.ControlPoints[k];
            (double x, double y) = spline.Map(parameters, u, v);
            Assert.Equal(u + parameters[2 * k], x, 1e-9);
            Assert.Equal(v + parameters[(2 * k) + 1], y, 1e-9);
        }
    }

    // No bending where none is needed: control points moved affinely move the whole plane so.
    [Fact]
    public void ThinPlateSpline_WithControlPointsMovedAffinely_IsAffine()
    {
        using Device device = Devices.Open("cpu", 1);
        using var spline = new ThinPlateSpline(device, 5, 5);
        double[] parameters = [.. spline.ControlPoints.SelectMany(p => new[] { (0.2 * p.U) - (0.1 * p.V) + 0.3, (0.4 * p.U) - 0.2 })];
        (double x, double y) = spline.Map(parameters, 0.37, -1.4);
        Assert.Equal(0.37 + (0.2 * 0.37) + (0.1 * 1.4) + 0.3, x, 1e-9);
        Assert.Equal(-1.4 + (0.4 * 0.37) - 0.2, y, 1e-9);
    }

    [Fact]
    public void Apply_WithParametersOfAnotherFamily_SaysWhatItWants()
    {
        using Device device = Devices.Open("cpu", 1);
        using Transformation transformation = Transformation.Create(TransformationKind.Projective, device, 5, 5);
        using Tensor images = Tensor.Full(device, 0, true, 3, 1, 5, 5), parameters = Tensor.Full(device, 0, true, 3, 6);
        ShapeException error = Assert.Throws<ShapeException>(() => transformation.Apply(images, parameters));
        Assert.Contains("[3, 8]; [3, 6] was given", error.Message, StringComparison.Ordinal);
    }

    private static void AssertNear(Tensor ours, Array64 expected, int terms)
    {
        Assert.Equal(expected.Shape, ours.Shape.Extents.ToArray());
        double error = Comparison.RelativeError(ours.ToArray(), expected.Values), tolerance = Tolerance * Math.Sqrt(terms);
        Assert.True(error <= tolerance, $"off by {error:G3} of the largest value; {tolerance:G3} is allowed for {terms} terms.");
    }

    /// <summary>What transformations of a family make of some images, in double precision.</summary>
    private sealed record MapAnswer(float[] Pixels, float[] Parameters, Array64 Output, float[] Upstream, Array64 ImageGradient, Array64 ParameterGradient)
    {
        // Cubic sampling has no kinks, so that differences may be taken anywhere.
        public static MapAnswer Of(TransformationKind kind, bool align)
        {
            using Device device = Devices.Open("cpu", 1);
            using Transformation transformation = Transformation.Create(kind, device, OutH, OutW, align);
            float[] pixels = Drawn.Signed(new RandomSource(1, "pixels"), Images * Channels * Height * Width);
            float[] parameters = Near(transformation.Identity);
            Array64 Reference(Array64[] inputs) => Naive.GridSample(inputs[0], GridOf(transformation, inputs[1]), "bicubic", "zeros", align);
            Array64[] inputs = [Array64.Of(pixels, Images, Channels, Height, Width), Array64.Of(parameters, Images, transformation.Identity.Count)];
            Array64 output = Reference(inputs);
            float[] upstream = Drawn.AwayFromZero(new RandomSource(1, "upstream"), output.Count);
            Array64 weights = Array64.Of(upstream, output.Shape);
            return new MapAnswer(pixels, parameters, output, upstream, NumericGradient.Of(Reference, inputs, 0, weights), NumericGradient.Of(Reference, inputs, 1, weights));
        }

        private static float[] Near(IReadOnlyList<float> identity)
        {
            float[] values = Drawn.Signed(new RandomSource(1, "parameters"), Images * identity.Count);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = identity[i % identity.Count] + (0.15f * values[i]);
            }

            return values;
        }

        private static Array64 GridOf(Transformation transformation, Array64 parameters)
        {
            int images = parameters.Shape[0], count = parameters.Shape[1];
            Array64 grid = Naive.IdentityGrid(images, transformation.Height, transformation.Width, transformation.AlignCorners);
            for (int n = 0; n < images; n++)
            {
                ReadOnlySpan<double> ofImage = parameters.Values.AsSpan(n * count, count);
                for (int oy = 0; oy < transformation.Height; oy++)
                {
                    for (int ox = 0; ox < transformation.Width; ox++)
                    {
                        (grid[n, oy, ox, 0], grid[n, oy, ox, 1]) = transformation.Map(ofImage, grid[n, oy, ox, 0], grid[n, oy, ox, 1]);
                    }
                }
            }

            return grid;
        }
    }
}
