using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Autograd;

/// <summary>A result's gradient, kept: y = relu(x) * w, z = y * y summed, so dz/dy = 2y.</summary>
public sealed class RetainGradTests
{
    private static readonly float[] Inputs = [1, -2, 3];

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void RetainGrad_OfAResult_KeepsItsGradientOnly(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf(Tensor.Batch(device, Inputs, 3));
        Tensor rectified = x.Relu(), y = rectified * Tensor.Plain(device, [10]), square = y * y;
        y.RetainGrad();
        square.Sum().Backward();
        Assert.Equal([20, 0, 60], y.Grad!.ToArray());
        Assert.Equal([200, 0, 600], x.Grad!.ToArray());
        Assert.Null(rectified.Grad);
        Assert.Null(square.Grad);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void RetainGrad_OverTwoPasses_AddsOnceEach(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf(Tensor.Batch(device, Inputs, 3));
        Tensor y = x * Tensor.Plain(device, [10]);
        y.RetainGrad();
        Tensor z = y.Sum();
        z.Backward();
        z.Backward();
        Assert.Equal([2, 2, 2], y.Grad!.ToArray());
        Assert.Equal([20, 20, 20], x.Grad!.ToArray());
        y.ZeroGrad();
        z.Backward();
        Assert.Equal([1, 1, 1], y.Grad!.ToArray());
        Assert.Equal([30, 30, 30], x.Grad!.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RetainGrad_InARecordedStep_GivesTheGradientOfTheLastReplay(int passes)
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf(Tensor.Batch(device, Inputs, 3));
        x.Sum().Backward();
        Tensor? y = null, z = null;
        using RecordedStep step = RecordedStep.Record(device, () =>
        {
            x.ZeroGrad();
            y = x.Relu();
            y.RetainGrad();
            z = (y * y).Sum();
            for (int pass = 0; pass < passes; pass++)
            {
                z.Backward();
            }
        });
        step.Replay();
        Assert.Equal([2 * passes, 0, 6 * passes], y!.Grad!.ToArray());
        x.Upload([-1, 4, 5]);
        step.Replay();
        Assert.Equal([0, 8 * passes, 10 * passes], y.Grad!.ToArray());
        Assert.Equal([0, 8 * passes, 10 * passes], x.Grad!.ToArray());
    }

    [Fact]
    public void RetainGrad_MadeInAnInnerScope_LivesAsLongAsTheResult()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf(Tensor.Batch(device, Inputs, 3));
        Tensor y = x.Relu();
        y.RetainGrad();
        using (TensorScope inner = TensorScope.Begin())
        {
            (y * y).Sum().Backward();
        }

        Tensor grad = y.Grad!;
        Assert.Equal([2, 0, 6], grad.ToArray());
        y.Dispose();
        Assert.Throws<ObjectDisposedException>(() => grad.ToArray());
    }

    [Fact]
    public void RetainGrad_OfALeaf_ChangesNothing()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        Tensor x = Leaf(Tensor.Batch(device, Inputs, 3));
        x.RetainGrad();
        x.Sum().Backward();
        x.Sum().Backward();
        Assert.Equal([2, 2, 2], x.Grad!.ToArray());
    }

    [Fact]
    public void RetainGrad_WhereNoGradientFlows_SaysSo()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        Tensor y = Tensor.Batch(device, Inputs, 3).Relu();
        Assert.Contains("RetainGrad: no gradient flows to this tensor of shape [3]", Assert.Throws<InvalidOperationException>(y.RetainGrad).Message, StringComparison.Ordinal);
    }

    private static Tensor Leaf(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }
}
