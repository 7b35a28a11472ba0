using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Tests.Operations;
using StnEngine.Transformations;
using Xunit;

namespace StnEngine.Tests.Layers;

public sealed class SpatialTransformerTests
{
    private const int Images = 3, Side = 6, Features = 4;
    private static readonly float[] Pixels = Drawn.Signed(new RandomSource(1, "pixels"), Images * Side * Side);

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Transformer_AtTheStart_GivesTheImageAndSaysSo(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using SpatialTransformer transformer = Transformer(new ModuleContext(device, 1), 0);
        Assert.Null(transformer.Last);
        Tensor images = Tensor.Batch(device, Pixels, Images, 1, Side, Side);
        Tensor output = transformer.Forward(images);
        Assert.Equal(Pixels, output.ToArray());
        Assert.Same(images, transformer.Last!.Input);
        Assert.Same(output, transformer.Last.Output);
        Assert.Equal([1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0], transformer.Last.Parameters.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Transformer_WithStartNoise_StartsSlightlyOff_DifferentlyForEachImage(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using SpatialTransformer full = Transformer(new ModuleContext(device, 1), 1), tenth = Transformer(new ModuleContext(device, 1), 0.1f);
        float[][] ofFull = Chosen(full, device), ofTenth = Chosen(tenth, device);
        float[] identity = [1, 0, 0, 0, 1, 0];
        Assert.NotEqual(ofTenth[0], ofTenth[1]);
        for (int n = 0; n < Images; n++)
        {
            for (int i = 0; i < identity.Length; i++)
            {
                Assert.NotEqual(identity[i], ofTenth[n][i]);
                Assert.Equal((ofFull[n][i] - identity[i]) / 10, ofTenth[n][i] - identity[i], 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ParallelTransformers_StackWhatEachMakesOfTheImage_AndLearnApart(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var both = new ParallelTransformers(new ModuleContext(device, 1), c => Transformer(c, 0.5f), c => Transformer(c, 0.5f));
        Tensor output = both.Forward(Tensor.Batch(device, Pixels, Images, 1, Side, Side));
        Assert.Equal(new Shape(Images, 2, Side, Side), output.Shape);
        SpatialTransformer[] each = [.. both.Children.Select(c => (SpatialTransformer)c.Module)];
        Assert.Equal(each[0].Last!.Output.ToArray(), output.Slice(1, 0, 1).ToArray());
        Assert.Equal(each[1].Last!.Output.ToArray(), output.Slice(1, 1, 1).ToArray());
        Assert.NotEqual(each[0].Last!.Output.ToArray(), each[1].Last!.Output.ToArray());

        // A loss of what the first made moves the first alone.
        output.Slice(1, 0, 1).Square().Sum().Backward();
        Assert.Contains(Gradient(both, "0.regression.bias"), g => g != 0);
        Assert.All(Gradient(both, "1.regression.bias"), g => Assert.Equal(0, g));
    }

    [Fact]
    public void ParallelTransformers_OfNone_AreRefused()
    {
        using Device device = TestDevices.Open("cpu");
        Assert.Throws<ArgumentException>(() => new ParallelTransformers(new ModuleContext(device, 1)));
    }

    private static SpatialTransformer Transformer(ModuleContext context, float startNoise) => new(
        context,
        c => new Sequential(c, _ => new Flatten(), i => new Linear(i, Side * Side, Features)),
        Features,
        new AffineTransformation(context.Device, Side, Side),
        startNoise);

    private static float[][] Chosen(SpatialTransformer transformer, Device device)
    {
        transformer.Forward(Tensor.Batch(device, Pixels, Images, 1, Side, Side));
        return [.. transformer.Last!.Parameters.ToArray().Chunk(6)];
    }

    private static float[] Gradient(Module module, string name) => module.NamedParameters().Single(p => p.Name == name).Tensor.Grad!.ToArray();
}
