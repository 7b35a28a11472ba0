using StnEngine.Kernels;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>The sum of all numbers.</summary>
    /// <returns>A plain scalar.</returns>
    public Tensor Sum() => ScaledSum(1, default);

    /// <summary>The mean of all numbers.</summary>
    /// <returns>A plain scalar.</returns>
    public Tensor Mean() => ScaledSum(1f / Shape.Count, default);

    // One number, whatever the axes of extent 1 it is given under.
    private Tensor ScaledSum(float scale, Shape shape)
    {
        var dims = new SumDims(Layout, scale);
        Tensor output = New(Device, shape, false);
        Device.Sum.Forward(dims, Buffer, output.Buffer);
        return output.MadeBy(new SumNode(dims, this));
    }

    private sealed class SumNode(SumDims dims, Tensor input) : Node(input)
    {
        public override void Backward(Tensor output) => output.Device.Sum.Backward(dims, output.GradBuffer, input.GradBuffer);
    }
}
