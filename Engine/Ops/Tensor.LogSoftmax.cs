using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Logarithm of the softmax over axis 1, shifted so that large scores do not overflow.</summary>
    /// <returns>The same shape.</returns>
    /// <exception cref="ShapeException">This is no batch of rank 2 or more.</exception>
    public Tensor LogSoftmax()
    {
        Require.That(IsBatched && Shape.Rank >= 2, nameof(LogSoftmax), $"a batch [N, C, ...] is wanted; {Shape} was given");
        var dims = new LogSoftmaxDims(Shape[0], Shape[1], Shape.Count / (Shape[0] * Shape[1]));
        Tensor output = New(Device, Shape, true);
        Device.LogSoftmax.Forward(dims, Buffer, output.Buffer);
        return output.MadeBy(new LogSoftmaxNode(dims, this));
    }

    private sealed class LogSoftmaxNode(LogSoftmaxDims dims, Tensor input) : Node(input)
    {
        public override void Backward(Tensor output) =>
            output.Device.LogSoftmax.Backward(dims, output.Buffer, output.GradBuffer, input.GradBuffer);

        public override string Export(OnnxGraph graph, Tensor output) => graph.Add("LogSoftmax", [graph[input]], OnnxAttribute.Integer("axis", 1));
    }
}
