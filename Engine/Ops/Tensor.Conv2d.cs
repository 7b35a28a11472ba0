using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Two-dimensional convolution (cross-correlation) of every image with a set of windows.</summary>
    /// <param name="weight"><c>[OutC, C, KernelH, KernelW]</c>, plain.</param>
    /// <param name="bias"><c>[OutC]</c>, plain, or null for none.</param>
    /// <param name="stride">Steps between windows; 1 when left out.</param>
    /// <param name="padding">Zeros around the image; 0 when left out.</param>
    /// <param name="dilation">Steps between the taps of a window; 1 when left out.</param>
    /// <param name="relu">Whether <see cref="Relu"/> is applied in the same pass.</param>
    /// <returns><c>[N, OutC, OutH, OutW]</c> with <c>OutH = (H + 2*padding - dilation*(KernelH - 1) - 1) / stride + 1</c>.</returns>
    /// <exception cref="ShapeException">This is no batch <c>[N, C, H, W]</c>, channels differ, or the window does not fit.</exception>
    public Tensor Conv2d(Tensor weight, Tensor? bias = null, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null, bool relu = false)
    {
        const string Operation = nameof(Conv2d);
        ArgumentNullException.ThrowIfNull(weight);
        Require.Given(Operation, this, weight, bias);
        Require.Batched(Operation, "the input", this, 4);
        Require.Plain(Operation, "the weight", weight, 4);
        Size2d s = stride ?? 1;
        Size2d p = padding ?? 0;
        Size2d d = dilation ?? 1;
        var dims = new Conv2dDims(
            Shape[0], Shape[1], Shape[2], Shape[3], weight.Shape[0], weight.Shape[2], weight.Shape[3],
            s.Height, s.Width, p.Height, p.Width, d.Height, d.Width, relu);
        Require.That(weight.Shape[1] == dims.C, Operation, $"the input {Shape} has {dims.C} channels, but the weight {weight.Shape} wants {weight.Shape[1]}");
        Require.That(bias is null || (!bias.IsBatched && bias.Shape == new Shape(dims.OutC)), Operation, $"the bias must be plain and have shape [{dims.OutC}]; {bias?.Shape} was given");
        Require.That(s.Height > 0 && s.Width > 0 && d.Height > 0 && d.Width > 0 && p.Height >= 0 && p.Width >= 0, Operation, $"stride {s} and dilation {d} must be at least 1, padding {p} at least 0");
        Require.That(dims.WindowFits, Operation, $"a window {dims.KernelH}x{dims.KernelW} with dilation {d} does not fit into the input {Shape} with padding {p}");
        Tensor output = New(Device, new Shape(dims.N, dims.OutC, dims.OutH, dims.OutW), true);
        Device.Conv2d.Forward(dims, Buffer, weight.Buffer, bias?.Buffer, output.Buffer);
        return output.MadeBy(new Conv2dNode(dims, this, weight, bias));
    }

    private sealed class Conv2dNode(Conv2dDims dims, Tensor input, Tensor weight, Tensor? bias) : Node(input, weight, bias)
    {
        public override void Backward(Tensor output)
        {
            IConv2d conv = output.Device.Conv2d;
            DeviceBuffer gradOutput = dims.Relu ? output.GradBeforeRelu() : output.GradBuffer;
            if (input.RequiresGrad)
            {
                conv.BackwardInput(dims, gradOutput, weight.Buffer, input.GradBuffer);
            }

            DeviceBuffer? gradWeight = weight.RequiresGrad ? weight.GradBuffer : null;
            DeviceBuffer? gradBias = bias is { RequiresGrad: true } ? bias.GradBuffer : null;
            if (gradWeight is not null || gradBias is not null)
            {
                conv.BackwardWeight(dims, input.Buffer, gradOutput, gradWeight, gradBias);
            }
        }

        public override string Export(OnnxGraph graph, Tensor output) => graph.ReluIf(dims.Relu, graph.Add(
            "Conv",
            [graph[input], graph[weight], graph[bias]],
            OnnxAttribute.Integers("kernel_shape", dims.KernelH, dims.KernelW),
            OnnxAttribute.Integers("strides", dims.StrideH, dims.StrideW),
            OnnxAttribute.Integers("pads", dims.PaddingH, dims.PaddingW, dims.PaddingH, dims.PaddingW),
            OnnxAttribute.Integers("dilations", dims.DilationH, dims.DilationW)));
    }
}
