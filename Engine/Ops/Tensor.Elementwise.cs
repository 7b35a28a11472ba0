using StnEngine.Kernels;
using StnEngine.Kernels.Operators;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>The larger of each number and zero. The slope at zero is zero.</summary>
    /// <returns>The same shape.</returns>
    public Tensor Relu() => Elementwise<Relu>();

    private Tensor Elementwise<TOperator>()
        where TOperator : struct, IUnaryOperator
    {
        Tensor output = New(Device, Shape, IsBatched);
        Device.Elementwise.Forward<TOperator>(Layout, Buffer, output.Buffer);
        return output.MadeBy(new ElementwiseNode<TOperator>(this));
    }

    private sealed class ElementwiseNode<TOperator>(Tensor input) : Node(input)
        where TOperator : struct, IUnaryOperator
    {
        public override void Backward(Tensor output) =>
            output.Device.Elementwise.Backward<TOperator>(input.Layout, input.Buffer, output.Buffer, output.GradBuffer, input.GradBuffer);
    }
}
