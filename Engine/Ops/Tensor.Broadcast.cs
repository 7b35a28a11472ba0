using StnEngine.Kernels;
using StnEngine.Kernels.Operators;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Sum, element by element; operands are stretched to one shape as in NumPy.</summary>
    /// <param name="left">Any tensor.</param>
    /// <param name="right">A tensor of the same shape, or one whose axes, aligned at the last, are the same or 1; plain (per-channel
    /// <c>[C, 1, 1]</c> or <c>[1, C, 1, 1]</c>, scalar <c>[]</c>) or batched with as many images (per-image <c>[N, 1, 1, 1]</c>).</param>
    /// <returns>The stretched shape.</returns>
    /// <exception cref="ShapeException">The shapes cannot be stretched to one.</exception>
    public static Tensor operator +(Tensor left, Tensor right) => Add(left, right);

    /// <summary>Difference, element by element; operands are stretched to one shape as in NumPy.</summary>
    /// <param name="left">Any tensor.</param>
    /// <param name="right">See <see cref="op_Addition"/>.</param>
    /// <returns>The stretched shape.</returns>
    /// <exception cref="ShapeException">The shapes cannot be stretched to one.</exception>
    public static Tensor operator -(Tensor left, Tensor right) => Subtract(left, right);

    /// <summary>Product, element by element; operands are stretched to one shape as in NumPy.</summary>
    /// <param name="left">Any tensor.</param>
    /// <param name="right">See <see cref="op_Addition"/>.</param>
    /// <returns>The stretched shape.</returns>
    /// <exception cref="ShapeException">The shapes cannot be stretched to one.</exception>
    public static Tensor operator *(Tensor left, Tensor right) => Multiply(left, right);

    /// <summary>Quotient, element by element; operands are stretched to one shape as in NumPy.</summary>
    /// <param name="left">Any tensor.</param>
    /// <param name="right">See <see cref="op_Addition"/>. Dividing by zero gives an infinity or NaN.</param>
    /// <returns>The stretched shape.</returns>
    /// <exception cref="ShapeException">The shapes cannot be stretched to one.</exception>
    public static Tensor operator /(Tensor left, Tensor right) => Divide(left, right);

    /// <inheritdoc cref="op_Addition"/>
    public static Tensor Add(Tensor left, Tensor right) => Broadcast<Add>(nameof(Add), left, right);

    /// <inheritdoc cref="op_Subtraction"/>
    public static Tensor Subtract(Tensor left, Tensor right) => Broadcast<Subtract>(nameof(Subtract), left, right);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor Multiply(Tensor left, Tensor right) => Broadcast<Multiply>(nameof(Multiply), left, right);

    /// <inheritdoc cref="op_Division"/>
    public static Tensor Divide(Tensor left, Tensor right) => Broadcast<Divide>(nameof(Divide), left, right);

    private static Tensor Broadcast<TOperator>(string operation, Tensor left, Tensor right)
        where TOperator : struct, IBinaryOperator
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Require.Given(operation, left, right);
        (Shape shape, BroadcastDims dims) = BroadcastShape.Of(operation, left, right);
        Tensor output = New(left.Device, shape, dims.Output.IsBatched);
        left.Device.Broadcast.Forward<TOperator>(dims, left.Buffer, right.Buffer, output.Buffer);
        return output.MadeBy(new BroadcastNode<TOperator>(dims, left, right));
    }

    private sealed class BroadcastNode<TOperator>(BroadcastDims dims, Tensor left, Tensor right) : Node(left, right)
        where TOperator : struct, IBinaryOperator
    {
        public override string Operation => typeof(TOperator).Name;

        public override void Backward(Tensor output)
        {
            IBroadcast kernels = output.Device.Broadcast;
            if (left.RequiresGrad)
            {
                kernels.Backward<TOperator>(dims, OperandSide.Left, left.Buffer, right.Buffer, output.GradBuffer, left.GradBuffer);
            }

            if (right.RequiresGrad)
            {
                kernels.Backward<TOperator>(dims, OperandSide.Right, left.Buffer, right.Buffer, output.GradBuffer, right.GradBuffer);
            }
        }

        public override string Export(OnnxGraph graph, Tensor output) => OnnxOperators.Add<TOperator>(graph, left, right);
    }
}
