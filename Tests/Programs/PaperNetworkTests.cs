using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Transformations;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class PaperNetworkTests
{
    [Theory]
    [InlineData(28)]
    [InlineData(42)]
    [InlineData(60)]
    public void PaperNetworks_WithAndWithoutATransformer_HaveNearlyAsManyParameters(int size)
    {
        using Device device = Devices.Open("cpu", 1);
        foreach (bool convolutional in new[] { false, true })
        {
            int plain = Parameters(device, convolutional, null, size);
            foreach (TransformationKind kind in Enum.GetValues<TransformationKind>())
            {
                Assert.InRange(Parameters(device, convolutional, kind, size) / (double)plain, 0.95, 1.05);
            }
        }
    }

    [Fact]
    public void PaperNetworks_AtTheStart_LookAtTheImageItself()
    {
        using Device device = Devices.Open("cpu", 1);
        using var network = new PaperNetwork(new ModuleContext(device, 1), new PaperDesign(true, TransformationKind.ThinPlateSpline), new PaperWidths(1, 28, 10));
        using TensorScope scope = TensorScope.Begin();
        float[] pixels = [.. Enumerable.Range(0, 2 * 28 * 28).Select(i => MathF.Sin(i))];
        network.Forward(Tensor.Batch(device, pixels, 2, 1, 28, 28));
        SpatialTransformerLook look = Assert.Single(Transformers.Of(network)).Transformer.Last!;
        Assert.Equal(pixels, look.Output.ToArray());
        Assert.Equal(new float[64], look.Parameters.ToArray());
    }

    private static int Parameters(Device device, bool convolutional, TransformationKind? kind, int size)
    {
        using var network = new PaperNetwork(new ModuleContext(device, 1), new PaperDesign(convolutional, kind), new PaperWidths(1, size, 10));
        return network.ParameterCount;
    }
}
