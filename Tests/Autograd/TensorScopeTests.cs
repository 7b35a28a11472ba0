using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Autograd;

public sealed class TensorScopeTests : IDisposable
{
    private readonly Device _device = TestDevices.Open("cpu", 1);

    [Fact]
    public void Dispose_FreesWhatWasMadeInside()
    {
        Tensor before = Tensor.Plain(_device, [1f], 1), inside, result;
        using (TensorScope.Begin())
        {
            inside = Tensor.Batch(_device, [1, 2], 2);
            result = inside.Relu();
            Assert.Equal([1, 2], result.ToArray());
        }

        Assert.Throws<ObjectDisposedException>(() => inside.ToArray());
        Assert.Throws<ObjectDisposedException>(() => result.Relu());
        Assert.Equal(1, before.Item());
    }

    [Fact]
    public void Keep_LetsATensorLiveOn()
    {
        Tensor kept;
        using (TensorScope scope = TensorScope.Begin())
        {
            kept = scope.Keep(Tensor.Batch(_device, [1, -2], 2).Relu());
        }

        Assert.Equal([1, 0], kept.ToArray());
        kept.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kept.ToArray());
    }

    [Fact]
    public void Keep_InAnInnerScope_HandsTheTensorToTheOuterOne()
    {
        Tensor kept;
        using (TensorScope.Begin())
        {
            using (TensorScope inner = TensorScope.Begin())
            {
                kept = inner.Keep(Tensor.Plain(_device, [7f], 1));
            }

            Assert.Equal(7, kept.Item());
        }

        Assert.Throws<ObjectDisposedException>(() => kept.Item());
    }

    [Fact]
    public void GradientOfALeaf_OutlivesTheScopeThatMadeIt()
    {
        using Tensor x = Tensor.Plain(_device, [3f], 1);
        x.RequiresGrad = true;
        for (int step = 1; step <= 2; step++)
        {
            using TensorScope scope = TensorScope.Begin();
            (x * x).Backward();
        }

        Assert.Equal(12, x.Grad!.Item());
    }

    [Fact]
    public void Dispose_Twice_IsHarmless()
    {
        TensorScope outer = TensorScope.Begin(), inner = TensorScope.Begin();
        inner.Dispose();
        inner.Dispose();
        Tensor made = Tensor.Plain(_device, [1f], 1);
        outer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => made.Item());
    }

    public void Dispose() => _device.Dispose();
}
