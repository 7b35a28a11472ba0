using StnEngine.Kernels;
using StnEngine.Tests.Operations;
using StnEngine.Transformations;
using Xunit;

namespace StnEngine.Tests.Transformations;

public sealed class PlaneMapsTests
{
    private const int Images = 17;

    public static TheoryData<string, TransformationKind> Rows
    {
        get
        {
            var rows = new TheoryData<string, TransformationKind>();
            foreach (string spec in TestDevices.Specs)
            {
                rows.Add(spec, TransformationKind.Affine);
                rows.Add(spec, TransformationKind.Projective);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Compose_TakesAPointThroughBoth(string spec, TransformationKind kind)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using Transformation transformation = Transformation.Create(kind, device, 5, 5);
        (float[] outer, float[] inner) = (Near(transformation, "outer"), Near(transformation, "inner"));
        float[] composed = PlaneMaps.Compose(Batch(device, outer), Batch(device, inner)).ToArray();
        int count = transformation.Identity.Count;
        for (int n = 0; n < Images; n++)
        {
            (double x, double y) = transformation.Map(Of(inner, n, count), 0.3, -0.7);
            (double expectedX, double expectedY) = transformation.Map(Of(outer, n, count), x, y);
            (double atX, double atY) = transformation.Map(Of(composed, n, count), 0.3, -0.7);
            Assert.Equal(expectedX, atX, 1e-5);
            Assert.Equal(expectedY, atY, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Invert_ComposedWithTheTransformation_IsTheIdentity(string spec, TransformationKind kind)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using Transformation transformation = Transformation.Create(kind, device, 5, 5);
        Tensor map = Batch(device, Near(transformation, "map"));
        float[] both = PlaneMaps.Compose(PlaneMaps.Invert(map), map).ToArray();
        for (int i = 0; i < both.Length; i++)
        {
            Assert.Equal(transformation.Identity[i % transformation.Identity.Count], both[i], 1e-5f);
        }
    }

    // The inverse of 2 is 1/2, with the slope -1/4.
    [Fact]
    public void Invert_HasGradients()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        Tensor map = Tensor.Batch(device, [2, 0, 0, 0, 1, 0], 1, 6);
        map.RequiresGrad = true;
        Tensor inverse = PlaneMaps.Invert(map);
        Assert.Equal([0.5f, 0, 0, 0, 1, 0], inverse.ToArray().Select(MathF.Abs));
        inverse.Backward(Tensor.Batch(device, [1, 0, 0, 0, 0, 0], 1, 6));
        Assert.Equal(-0.25f, map.Grad!.ToArray()[0], 1e-6f);
    }

    [Fact]
    public void Compose_OfTwoKinds_SaysSo()
    {
        using Device device = TestDevices.Open("cpu");
        using Tensor affine = Tensor.Full(device, 1, true, 2, 6), projective = Tensor.Full(device, 1, true, 2, 8), other = Tensor.Full(device, 1, true, 2, 5);
        Assert.Contains("[2, 6] and [2, 8]", Assert.Throws<ShapeException>(() => PlaneMaps.Compose(affine, projective)).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 5] was given", Assert.Throws<ShapeException>(() => PlaneMaps.Invert(other)).Message, StringComparison.Ordinal);
    }

    private static float[] Near(Transformation transformation, string name)
    {
        float[] values = Drawn.Signed(new RandomSource(1, name), Images * transformation.Identity.Count);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = transformation.Identity[i % transformation.Identity.Count] + (0.2f * values[i]);
        }

        return values;
    }

    private static Tensor Batch(Device device, float[] values) => Tensor.Batch(device, values, Images, values.Length / Images);

    private static double[] Of(float[] values, int image, int count) => Array.ConvertAll(values[(image * count)..((image + 1) * count)], value => (double)value);
}
