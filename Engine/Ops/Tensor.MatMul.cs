using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Product of two matrices without a batch axis.</summary>
    /// <param name="right"><c>[K, P]</c>, plain.</param>
    /// <returns><c>[M, P]</c>, plain.</returns>
    /// <exception cref="ShapeException">This is not plain <c>[M, K]</c>, or the inner extents differ. For a batch use <see cref="Linear"/>.</exception>
    public Tensor MatMul(Tensor right)
    {
        const string Operation = nameof(MatMul);
        ArgumentNullException.ThrowIfNull(right);
        Require.Given(Operation, this, right);
        Require.Plain(Operation, "the left matrix", this, 2);
        Require.Plain(Operation, "the right matrix", right, 2);
        Require.That(Shape[1] == right.Shape[0], Operation, $"the columns of {Shape} are not the rows of {right.Shape}");
        Tensor output = New(Device, new Shape(Shape[0], right.Shape[1]), false);
        Device.MatMul.Multiply(new MatMulDims(Shape[0], Shape[1], right.Shape[1], false, false), Buffer, right.Buffer, output.Buffer, false);
        return output.MadeBy(new MatMulNode(this, right));
    }

    private sealed class MatMulNode(Tensor left, Tensor right) : Node(left, right)
    {
        public override void Backward(Tensor output)
        {
            (int m, int k, int p) = (left.Shape[0], left.Shape[1], right.Shape[1]);
            if (left.RequiresGrad)
            {
                output.Device.MatMul.Multiply(new MatMulDims(m, p, k, false, true), output.GradBuffer, right.Buffer, left.GradBuffer, true);
            }

            if (right.RequiresGrad)
            {
                output.Device.MatMul.Multiply(new MatMulDims(k, m, p, true, false), left.Buffer, output.GradBuffer, right.GradBuffer, true);
            }
        }

        public override string Export(OnnxGraph graph, Tensor output) => graph.Add("MatMul", [graph[left], graph[right]]);
    }
}
