using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Fully connected layer: <c>this * weight^T + bias</c>.</summary>
    /// <param name="weight"><c>[Out, In]</c>, plain.</param>
    /// <param name="bias"><c>[Out]</c>, plain, or null for none.</param>
    /// <param name="relu">Whether <see cref="Relu"/> is applied in the same pass.</param>
    /// <returns><c>[N, Out]</c>.</returns>
    /// <exception cref="ShapeException">This is no batch <c>[N, In]</c>, or features differ.</exception>
    public Tensor Linear(Tensor weight, Tensor? bias = null, bool relu = false)
    {
        const string Operation = nameof(Linear);
        ArgumentNullException.ThrowIfNull(weight);
        Require.Given(Operation, this, weight, bias);
        Require.Batched(Operation, "the input", this, 2);
        Require.Plain(Operation, "the weight", weight, 2);
        var dims = new LinearDims(Shape[0], Shape[1], weight.Shape[0], relu);
        Require.That(weight.Shape[1] == dims.In, Operation, $"the input {Shape} has {dims.In} features, but the weight {weight.Shape} wants {weight.Shape[1]}");
        Require.That(bias is null || (!bias.IsBatched && bias.Shape == new Shape(dims.Out)), Operation, $"the bias must be plain and have shape [{dims.Out}]; {bias?.Shape} was given");
        Tensor output = New(Device, new Shape(dims.N, dims.Out), true);
        Device.Linear.Forward(dims, Buffer, weight.Buffer, bias?.Buffer, output.Buffer);
        return output.MadeBy(new LinearNode(dims, this, weight, bias));
    }

    private sealed class LinearNode(LinearDims dims, Tensor input, Tensor weight, Tensor? bias) : Node(input, weight, bias)
    {
        public override void Backward(Tensor output)
        {
            ILinear linear = output.Device.Linear;
            DeviceBuffer gradOutput = dims.Relu ? output.GradBeforeRelu() : output.GradBuffer;
            if (input.RequiresGrad)
            {
                linear.BackwardInput(dims, gradOutput, weight.Buffer, input.GradBuffer);
            }

            DeviceBuffer? gradWeight = weight.RequiresGrad ? weight.GradBuffer : null;
            DeviceBuffer? gradBias = bias is { RequiresGrad: true } ? bias.GradBuffer : null;
            if (gradWeight is not null || gradBias is not null)
            {
                linear.BackwardWeight(dims, input.Buffer, gradOutput, gradWeight, gradBias);
            }
        }

        public override string Export(OnnxGraph graph, Tensor output) =>
            graph.ReluIf(dims.Relu, graph.Add("Gemm", [graph[input], graph[weight], graph[bias]], OnnxAttribute.Integer("transB", 1)));
    }
}
