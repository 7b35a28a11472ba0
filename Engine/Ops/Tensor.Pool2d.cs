using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Largest value of each window.</summary>
    /// <param name="kernel">Window.</param>
    /// <param name="stride">Steps between windows; the window's size when left out.</param>
    /// <param name="padding">Border that never wins; at most half the window; 0 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the edge.</param>
    /// <param name="relu">Whether <see cref="Relu"/> is applied in the same pass.</param>
    /// <returns><c>[N, C, OutH, OutW]</c> with <c>OutH = (H + 2*padding - KernelH) / stride + 1</c>, rounded up in ceil mode.</returns>
    /// <remarks>NaN wins. Among equal values the first in reading order takes the gradient.</remarks>
    /// <exception cref="ShapeException">This is no batch <c>[N, C, H, W]</c>, or the window does not fit.</exception>
    public Tensor MaxPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null, bool ceilMode = false, bool relu = false)
    {
        Pool2dDims dims = PoolDims(nameof(MaxPool2d), kernel, stride, padding, ceilMode, false) with { Relu = relu };
        Tensor output = New(Device, new Shape(dims.N, dims.C, dims.OutH, dims.OutW), true);
        Device.MaxPool2d.Forward(dims, Buffer, output.Buffer);
        return output.MadeBy(new MaxPool2dNode(dims, this));
    }

    /// <summary>Mean of each window; padding counts as zero.</summary>
    /// <param name="kernel">Window.</param>
    /// <param name="stride">Steps between windows; the window's size when left out.</param>
    /// <param name="padding">Zeros around the image, at most half the window; 0 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the edge.</param>
    /// <param name="countIncludePad">Whether the mean divides by padding positions too.</param>
    /// <returns><c>[N, C, OutH, OutW]</c> with <c>OutH = (H + 2*padding - KernelH) / stride + 1</c>, rounded up in ceil mode.</returns>
    /// <exception cref="ShapeException">This is no batch <c>[N, C, H, W]</c>, or the window does not fit.</exception>
    public Tensor AvgPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null, bool ceilMode = false, bool countIncludePad = true)
    {
        Pool2dDims dims = PoolDims(nameof(AvgPool2d), kernel, stride, padding, ceilMode, countIncludePad);
        Tensor output = New(Device, new Shape(dims.N, dims.C, dims.OutH, dims.OutW), true);
        Device.AvgPool2d.Forward(dims, Buffer, output.Buffer);
        return output.MadeBy(new AvgPool2dNode(dims, this));
    }

    private Pool2dDims PoolDims(string operation, Size2d kernel, Size2d? stride, Size2d? padding, bool ceilMode, bool countIncludePad)
    {
        Require.Batched(operation, "the input", this, 4);
        Size2d s = stride ?? kernel;
        Size2d p = padding ?? 0;
        Require.That(kernel.Height > 0 && kernel.Width > 0 && s.Height > 0 && s.Width > 0, operation, $"window {kernel} and stride {s} must be at least 1");
        Require.That(p.Height >= 0 && p.Width >= 0 && p.Height <= kernel.Height / 2 && p.Width <= kernel.Width / 2, operation, $"padding {p} must be from 0 to half the window {kernel}");
        int overHeight = ceilMode ? s.Height - 1 : 0, overWidth = ceilMode ? s.Width - 1 : 0;
        Require.That(
            Shape[2] + (2 * p.Height) + overHeight >= kernel.Height && Shape[3] + (2 * p.Width) + overWidth >= kernel.Width,
            operation,
            $"a window {kernel} does not fit into the input {Shape} with padding {p}{(ceilMode ? $", hanging over by less than the stride {s}" : string.Empty)}");
        return new Pool2dDims(Shape[0], Shape[1], Shape[2], Shape[3], kernel.Height, kernel.Width, s.Height, s.Width, p.Height, p.Width, ceilMode, countIncludePad);
    }

    private sealed class MaxPool2dNode(Pool2dDims dims, Tensor input) : Node(input)
    {
        public override void Backward(Tensor output) =>
            output.Device.MaxPool2d.Backward(dims, input.Buffer, output.Buffer, output.GradBuffer, input.GradBuffer);

        public override string Export(OnnxGraph graph, Tensor output) => graph.ReluIf(dims.Relu, graph.Pool("MaxPool", graph[input], dims));
    }

    private sealed class AvgPool2dNode(Pool2dDims dims, Tensor input) : Node(input)
    {
        public override void Backward(Tensor output) => output.Device.AvgPool2d.Backward(dims, output.GradBuffer, input.GradBuffer);

        public override string Export(OnnxGraph graph, Tensor output)
        {
            // A mean divides by padding only if it counts it, and never by what hangs over behind it: padding that counts becomes part of the image.
            bool pads = dims.CountIncludePad && (dims.PaddingH > 0 || dims.PaddingW > 0);
            string images = pads ? graph.Pad(graph[input], dims.PaddingH, dims.PaddingH, dims.PaddingW, dims.PaddingW, 0) : graph[input];
            return graph.Pool("AveragePool", images, dims, pads);
        }
    }
}
