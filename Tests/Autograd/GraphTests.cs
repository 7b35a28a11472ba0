using StnEngine.Kernels;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Autograd;

/// <summary>How gradients find their way through graphs that are no chains.</summary>
public sealed class GraphTests : IDisposable
{
    private readonly Device _device = TestDevices.Open("cpu");
    private readonly TensorScope _scope = TensorScope.Begin();

    [Fact]
    public void Backward_OfATensorUsedTwice_AddsBothGradients()
    {
        Tensor x = Leaf([3, -2], 2);
        (x * x).Sum().Backward();
        Assert.Equal([6, -4], x.Grad!.ToArray());
        x.ZeroGrad();
        (x + x).Sum().Backward();
        Assert.Equal([2, 2], x.Grad!.ToArray());
    }

    [Fact]
    public void Backward_ThroughADiamond_WaitsForBothSides()
    {
        // y = (a*b + a) * a with a = x*x: the short way to a must not be taken before the long ones are done.
        Tensor x = Leaf([2], 1), b = Leaf([5], 1);
        Tensor a = x * x;
        (((a * b) + a) * a).Backward();

        // y = (b + 1) x^4.
        Assert.Equal([6 * 4 * 8], x.Grad!.ToArray());
        Assert.Equal([16], b.Grad!.ToArray());
    }

    [Fact]
    public void Backward_ThroughSharedWeights_AddsTheGradientsOfBothUses()
    {
        var random = new RandomSource(1, "shared");
        float[] image = Operations.Drawn.Signed(random, 17 * 2 * 5 * 6), window = Operations.Drawn.Signed(random, 2 * 2 * 2 * 3);
        float[] upstream = Operations.Drawn.Signed(random, 17 * 2 * 3 * 2);
        Tensor weight = Leaf(window, 2, 2, 2, 3);
        Tensor output = Tensor.Batch(_device, image, 17, 2, 5, 6).Conv2d(weight).Conv2d(weight);
        output.Backward(Tensor.Batch(_device, upstream, 17, 2, 3, 2));
        Array64 expected = NumericGradient.Of(
            a => Naive.Conv2d(Naive.Conv2d(a[0], a[1], null), a[1], null),
            [Array64.Of(image, 17, 2, 5, 6), Array64.Of(window, 2, 2, 2, 3)], 1, Array64.Of(upstream, 17, 2, 3, 2));
        Assert.InRange(Comparison.RelativeError(weight.Grad!.ToArray(), expected.Values), 0, 1e-5);
    }

    [Fact]
    public void Backward_OfTwoGraphs_AddsUp()
    {
        Tensor x = Leaf([3], 1);
        (x * x).Backward();
        (x * x * x).Backward();
        Assert.Equal(6 + 27, x.Grad!.Item());
        x.ZeroGrad();
        Assert.Equal(0, x.Grad!.Item());
    }

    [Fact]
    public void Backward_ThroughTenThousandSteps_DoesNotOverflowTheStack()
    {
        Tensor x = Leaf([1], 1), y = x;
        for (int i = 0; i < 10_000; i++)
        {
            y += x;
        }

        y.Backward();
        Assert.Equal(10_001, x.Grad!.Item());
    }

    [Fact]
    public void Backward_OfALeaf_AddsTheUpstreamGradient()
    {
        Tensor x = Leaf([1, 2, 3], 3);
        x.Backward(Tensor.Plain(_device, [4, 5, 6], 3));
        Assert.Equal([4, 5, 6], x.Grad!.ToArray());
    }

    [Fact]
    public void Backward_OfManyNumbersWithoutUpstream_SaysWhatToGive()
    {
        Tensor x = Leaf([1, 2, 3], 3);
        ShapeException refusal = Assert.Throws<ShapeException>(() => x.Relu().Backward());
        Assert.Equal("Backward", refusal.Operation);
        Assert.Contains("[3]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_WithAnUpstreamOfAnotherShape_NamesBoth()
    {
        Tensor y = Leaf([1, 2, 3], 3).Relu();
        ShapeException refusal = Assert.Throws<ShapeException>(() => y.Backward(Tensor.Plain(_device, [1, 2], 2)));
        Assert.Contains("[3]", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("[2]", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => y.Backward(Tensor.Batch(_device, [1, 2, 3], 3)));
    }

    [Fact]
    public void Backward_WhereNothingWantsAGradient_SaysSo()
    {
        Tensor y = Tensor.Plain(_device, [1f], 1).Relu();
        Assert.Contains("RequiresGrad", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoGrad_WhileOpen_RemembersNothing()
    {
        Tensor x = Leaf([3], 1);
        using (NoGrad.Begin())
        {
            NoGrad inner = NoGrad.Begin();
            inner.Dispose();
            inner.Dispose();
            Assert.True(NoGrad.IsOn);
            Tensor y = x * x;
            Assert.False(y.RequiresGrad);
            Assert.Null(y.Node);
            Assert.Throws<InvalidOperationException>(() => y.Backward());
        }

        Assert.False(NoGrad.IsOn);
        (x * x).Backward();
        Assert.Equal(6, x.Grad!.Item());
    }

    [Fact]
    public void Operation_OnTensorsThatWantNoGradient_RemembersNothing() => Assert.Null(Tensor.Plain(_device, [1f], 1).Relu().Node);

    [Fact]
    public void Detach_CutsTheGradientOff()
    {
        Tensor x = Leaf([3], 1);
        Tensor y = x * x;
        (y.Detach() * x).Backward();
        Assert.Equal(9, y.Detach().Item());
        Assert.Equal(9, x.Grad!.Item());
    }

    [Fact]
    public void RequiresGrad_OfAResult_CannotBeTakenAway()
    {
        Tensor y = Leaf([3], 1).Relu();
        Assert.Contains("Detach", Assert.Throws<InvalidOperationException>(() => y.RequiresGrad = false).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grad_OfAResult_IsNotKept()
    {
        Tensor x = Leaf([3], 1);
        Tensor y = x * x;
        (y * y).Backward();
        Assert.Null(y.Grad);
        Assert.Equal(4 * 27, x.Grad!.Item());
    }

    public void Dispose()
    {
        _scope.Dispose();
        TestDevices.AssertGuardsIntact(_device);
        _device.Dispose();
    }

    private Tensor Leaf(float[] values, params int[] shape)
    {
        Tensor leaf = Tensor.Plain(_device, values, shape);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
