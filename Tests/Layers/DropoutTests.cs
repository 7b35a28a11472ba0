using StnEngine.Kernels;
using StnEngine.Layers;
using Xunit;

namespace StnEngine.Tests.Layers;

/// <summary>The layer's count of draws; the masks themselves are the operation's business.</summary>
public sealed class DropoutTests
{
    public static TheoryData<string> Devices => TestDevices.Rows;

    // A count that stood still there would drop the same features in every step from then on.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Masks_AfterAsManyAsAFloatCounts_ComeAgainFromTheFirst(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using var layer = new Dropout(new ModuleContext(device, 1));
        layer.Train();
        float[] first = Draw(), second = Draw();
        layer.NamedCounters().Single().Tensor.Upload([(1 << 24) - 1]);
        float[] last = Draw();
        Assert.NotEqual(first, last);
        Assert.NotEqual(second, last);
        Assert.Equal(first, Draw());
        Assert.Equal(second, Draw());

        float[] Draw()
        {
            using TensorScope scope = TensorScope.Begin();
            return layer.Forward(Tensor.Full(device, 1, true, 17, 30)).ToArray();
        }
    }
}
