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
        using var network = new PaperNetwork(new ModuleContext(device, 1), true, TransformationKind.ThinPlateSpline, 28, 10);
        using TensorScope scope = TensorScope.Begin();
        float[] pixels = [.. Enumerable.Range(0, 2 * 28 * 28).Select(i => MathF.Sin(i))];
        (Tensor warped, Tensor? parameters) = network.Look(Tensor.Batch(device, pixels, 2, 1, 28, 28));
        Assert.Equal(pixels, warped.ToArray());
        Assert.Equal(new float[64], parameters!.ToArray());
    }

    private static int Parameters(Device device, bool convolutional, TransformationKind? kind, int size)
    {
        using var network = new PaperNetwork(new ModuleContext(device, 1), convolutional, kind, size, 10);
        return network.NamedParameters().Sum(p => p.Tensor.Shape.Count);
    }
}
