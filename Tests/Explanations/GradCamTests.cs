using Stn;
using Stn.Explanations;
using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Tests.Operations;
using StnEngine.Tests.Reference;
using StnEngine.Transformations;
using Xunit;

namespace StnEngine.Tests.Explanations;

public sealed class GradCamTests
{
    private const int Images = 19, Side = 9, Filters = 3, Classes = 4;
    private const double Step = 1e-6;

    // A half turn, about halved, a little to the left and up: no point falls between two pixels.
    private static readonly float[] Theta = [-0.47f, 0, -0.26f, 0, -0.47f, -0.13f];

    private static readonly float[] Pixels = Drawn.Signed(new RandomSource(1, "pixels"), Images * Side * Side);

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Explain_OfEachImagesClass_WeighsMapsByHowTheScoreRisesWithThem(bool reluFirst)
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        using Sequential model = Classifier(new ModuleContext(device, 5), reluFirst);
        int[] classes = [.. Enumerable.Range(0, Images).Select(n => n % Classes)];
        Explanation[] found = GradCam.Explain(model, Tensor.Batch(device, Pixels, Images, 1, Side, Side), classes);
        Assert.Contains(found, e => e.Maps.Values.Any(v => v > 0));
        for (int n = 0; n < Images; n++)
        {
            double[] expected = HeatByDifferences(model, Pixels.AsSpan(n * Side * Side, Side * Side), classes[n], reluFirst);
            Assert.Equal(classes[n], found[n].Class);
            Assert.Equal(expected, found[n].Maps.Values.Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-4);
            AssertNear(Laid(found[n].Maps), found[n].Seen);
            Assert.Equal(found[n].Seen.Values, Assert.Single(found[n].OnInput).Values);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Explain_WithoutClasses_TakesTheHighestScoreAndLeavesTheModelAsItWas(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using Sequential model = Classifier(new ModuleContext(device, 5), true);
        Tensor images = Tensor.Batch(device, Pixels, Images, 1, Side, Side);
        Explanation[] found = GradCam.Explain(model, images);
        Assert.All(found, e => Assert.Equal(e.Scores.Max(), e.Scores[e.Class]));
        Assert.All(found, e => Assert.InRange(e.Maps.Values.Max(), 0, 1));
        Assert.All(model.NamedParameters(), p => Assert.True(p.Tensor.RequiresGrad && p.Tensor.Grad is null));
        Assert.False(images.RequiresGrad);
        Assert.Null(model.Observer);
    }

    [Fact]
    public void Explain_BehindATransformer_PassesItsConvolutionsOverAndCarriesTheHeatBack()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        using var model = new Sequential(new ModuleContext(device, 5), c => Transformer(c, Side, Theta), c => Classifier(c, true));
        Explanation[] found = GradCam.Explain(model, Tensor.Batch(device, Pixels, Images, 1, Side, Side));
        foreach (Explanation each in found)
        {
            Assert.Equal(Side - 2, each.Maps.Height);
            HeatMap expected = Laid(each.Maps).CarriedBack((u, v) => ((Theta[0] * u) + Theta[2], (Theta[4] * v) + Theta[5]), Side, Side);
            AssertNear(expected, Assert.Single(each.OnInput));
            AssertNear(Laid(each.Maps), each.Seen);

            // What the frame does not reach has no heat: it ends at 0.21 to the right and at 0.34 below.
            Assert.All(expected.Values.Index().Where(p => p.Index % Side > 5 || p.Index / Side > 6), p => Assert.Equal(0, p.Item));
        }
    }

    [Fact]
    public void Explain_WithATransformerOnFeatureMapsToo_CarriesTheHeatThroughBoth()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        float[] shifted = [1, 0, 0.43f, 0, 1, 0];
        using var model = new Sequential(
            new ModuleContext(device, 5),
            c => Transformer(c, Side, Theta),
            c => new Conv2d(c, 1, 1, 1),
            c => Transformer(c, Side, shifted),
            c => Classifier(c, true));
        Explanation found = GradCam.Explain(model, Tensor.Batch(device, Pixels, Images, 1, Side, Side))[0];
        AssertNear(Laid(found.Maps).CarriedBack((u, v) => (u + shifted[2], v), Side, Side), found.Seen);
        AssertNear(
            Laid(found.Maps).CarriedBack((u, v) => ((Theta[0] * (u + shifted[2])) + Theta[2], (Theta[4] * v) + Theta[5]), Side, Side), found.OnInput[0]);
    }

    [Theory]
    [InlineData("stn", 1)]
    [InlineData("cnn", 1)]
    [InlineData("paper-cnn", 1)]
    [InlineData("paper-st-cnn-projective", 1)]
    [InlineData("paper-st-cnn-tps", 1)]
    [InlineData("paper-2st-cnn-parallel", 2)]
    [InlineData("paper-2st-cnn-deep", 1)]
    [InlineData("gtsrb-small-2st", 1)]
    public void Explain_OfTheModelsHere_GivesMapsAsLargeAsTheImages(string name, int maps)
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        using Module model = ClassifierFactory.Create(name, new ModuleContext(device, 1), 1, 42, Classes, startNoise: 0.5f);
        Explanation found = GradCam.Explain(model, Tensor.Batch(device, Drawn.Signed(new RandomSource(1, "images"), 42 * 42), 1, 1, 42, 42))[0];
        Assert.Equal(maps, found.OnInput.Count);
        Assert.All(found.OnInput, map => Assert.Equal((42, 42), (map.Height, map.Width)));
        Assert.Equal(found.Seen.Height, found.Seen.Width);
    }

    [Theory]
    [InlineData("paper-fcn")]
    [InlineData("paper-st-fcn-affine")]
    public void Explain_WithoutAConvolution_SaysWhatIsMissing(string name)
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        using Module model = ClassifierFactory.Create(name, new ModuleContext(device, 1), 1, 28, Classes);
        Tensor images = Tensor.Full(device, 0, true, 1, 1, 28, 28);
        Assert.Contains("convolution", Assert.Throws<UserException>(() => GradCam.Explain(model, images)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_ClassesThatDoNotFit_AreRefused()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        using Sequential model = Classifier(new ModuleContext(device, 5), true);
        Tensor images = Tensor.Full(device, 0, true, 1, 1, Side, Side);
        Assert.Throws<ArgumentException>(() => GradCam.Explain(model, images, [Classes]));
        Assert.Throws<ArgumentException>(() => GradCam.Explain(model, images, [0, 0]));
    }

    private static void AssertNear(HeatMap expected, HeatMap found) => Assert.Equal(expected.Values, found.Values, (a, b) => Math.Abs(a - b) < 1e-6);

    // A position of the 3x3 convolution's maps lies one pixel further in; the rim is half as hot as what lies next to it.
    private static HeatMap Laid(HeatMap map)
    {
        int extent = map.Width;
        Assert.Equal(Side - 2, extent);
        return new HeatMap(Side, Side, [.. Enumerable.Range(0, Side * Side).Select(i => Fading(i / Side) * Fading(i % Side) * map.Values[(Inside(i / Side) * extent) + Inside(i % Side)])]);

        int Inside(int pixel) => Math.Clamp(pixel - 1, 0, extent - 1);

        static float Fading(int pixel) => pixel is 0 or Side - 1 ? 0.5f : 1;
    }

    // The last window of the pool hangs over the edge.
    private static Sequential Classifier(ModuleContext context, bool reluFirst) => new(
        context,
        c => new Conv2d(c, 1, Filters, 3),
        c => reluFirst ? new Relu() : new MaxPool2d(2, ceilMode: true),
        c => reluFirst ? new MaxPool2d(2, ceilMode: true) : new Relu(),
        c => new Flatten(),
        c => new Linear(c, Filters * 4 * 4, Classes));

    // Its localisation network has a convolution, and no say.
    private static SpatialTransformer Transformer(ModuleContext context, int side, float[] theta) => new(
        new Sequential(context, c => new Conv2d(c, 1, 1, 5), c => new Flatten(), c => new Linear(c, (side - 4) * (side - 4), theta.Length).StartAt(theta, 0)),
        new AffineTransformation(context.Device, side, side));

    // In double precision: each map is lifted a little and lowered a little, everywhere.
    private static double[] HeatByDifferences(Sequential model, ReadOnlySpan<float> image, int label, bool reluFirst)
    {
        Dictionary<string, Array64> weights = model.NamedParameters().ToDictionary(p => p.Name, p => Array64.Of(p.Tensor.ToArray(), [.. p.Tensor.Shape.Extents]));
        Array64 maps = Naive.Conv2d(Array64.Of(image, 1, 1, Side, Side), weights["0.weight"], weights["0.bias"]);
        maps = reluFirst ? maps.Map(v => Math.Max(v, 0)) : maps;
        int plane = maps.Count / Filters;
        double[] heat = new double[plane];
        for (int k = 0; k < Filters; k++)
        {
            double slope = (Score(Lifted(maps, k, Step)) - Score(Lifted(maps, k, -Step))) / (2 * Step) / plane;
            for (int i = 0; i < plane; i++)
            {
                heat[i] += slope * Math.Max(maps[(k * plane) + i], 0);
            }
        }

        double most = heat.Max();
        return Array.ConvertAll(heat, h => most > 0 ? Math.Max(h, 0) / most : 0);

        double Score(Array64 lifted)
        {
            Array64 pooled = Naive.MaxPool2d(lifted, 2, 2, 2, 2, ceilMode: true);
            pooled = reluFirst ? pooled : pooled.Map(v => Math.Max(v, 0));
            return Naive.Linear(pooled with { Shape = [1, pooled.Count] }, weights["4.weight"], weights["4.bias"])[0, label];
        }
    }

    private static Array64 Lifted(Array64 maps, int k, double by)
    {
        Array64 lifted = maps.Copy();
        int plane = maps.Count / Filters;
        for (int i = 0; i < plane; i++)
        {
            lifted[(k * plane) + i] += by;
        }

        return lifted;
    }
}
