using StnEngine.Kernels;
using StnEngine.Kernels.Operators;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>The larger of each number and zero. The slope at zero is zero.</summary>
    /// <returns>The same shape.</returns>
    public Tensor Relu() => Elementwise<Relu>();

    /// <summary>This tensor's gradient, taken back through the ReLU that was the last thing done to it.</summary>
    private DeviceBuffer GradBeforeRelu()
    {
        Tensor grad = New(Device, Shape, IsBatched);
        Device.Memory.Fill(Layout, grad.Buffer, 0);
        Device.Elementwise.Backward<Relu>(Layout, Buffer, Buffer, GradBuffer, grad.Buffer);
        return grad.Buffer;
    }

    /// <summary>Minus each number.</summary>
    /// <param name="value">Any tensor.</param>
    /// <returns>The same shape.</returns>
    public static Tensor operator -(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Negate();
    }

    /// <summary>Minus each number.</summary>
    /// <returns>The same shape.</returns>
    public Tensor Negate() => Elementwise<Negate>();

    /// <summary>The logistic function <c>1 / (1 + exp(-x))</c>, from 0 to 1.</summary>
    /// <returns>The same shape.</returns>
    public Tensor Sigmoid() => Elementwise<Sigmoid>();

    /// <summary>Hyperbolic tangent, from -1 to 1.</summary>
    /// <returns>The same shape.</returns>
    public Tensor Tanh() => Elementwise<Tanh>();

    /// <summary>Exponential; infinity where a float cannot hold it.</summary>
    /// <returns>The same shape.</returns>
    public Tensor Exp() => Elementwise<Exp>();

    /// <summary>Natural logarithm; minus infinity of zero, NaN below.</summary>
    /// <returns>The same shape.</returns>
    public Tensor Log() => Elementwise<Log>();

    /// <summary>Each number times itself.</summary>
    /// <returns>The same shape.</returns>
    public Tensor Square() => Elementwise<Square>();

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
        public override string Operation => typeof(TOperator).Name;

        public override void Backward(Tensor output) =>
            output.Device.Elementwise.Backward<TOperator>(input.Layout, input.Buffer, output.Buffer, output.GradBuffer, input.GradBuffer);

        public override string Export(OnnxGraph graph, Tensor output) => OnnxOperators.Add<TOperator>(graph, input);
    }
}
