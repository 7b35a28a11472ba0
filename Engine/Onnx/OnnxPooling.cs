using StnEngine.Kernels;

namespace StnEngine.Onnx;

/// <summary>Pooling and padding in ONNX's operators.</summary>
internal static class OnnxPooling
{
    /// <summary>MaxPool, or AveragePool that divides by the pixels that a window covers.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="operation">Which of the two.</param>
    /// <param name="input">The images.</param>
    /// <param name="dims">The window.</param>
    /// <param name="isPadded">Whether the images have their padding already.</param>
    public static string Pool(this OnnxGraph graph, string operation, string input, Pool2dDims dims, bool isPadded = false)
    {
        (int top, int left) = isPadded ? (0, 0) : (dims.PaddingH, dims.PaddingW);

        // Programs differ in where a last window may begin in ceil mode. Padding below and to the right, as much as ours needs, says it without that.
        int height = dims.H + (isPadded ? 2 * dims.PaddingH : dims.PaddingH), width = dims.W + (isPadded ? 2 * dims.PaddingW : dims.PaddingW);
        int bottom = Math.Max(((dims.OutH - 1) * dims.StrideH) + dims.KernelH - height, 0);
        int right = Math.Max(((dims.OutW - 1) * dims.StrideW) + dims.KernelW - width, 0);
        return graph.Add(
            operation,
            [input],
            OnnxAttribute.Integers("kernel_shape", dims.KernelH, dims.KernelW),
            OnnxAttribute.Integers("strides", dims.StrideH, dims.StrideW),
            OnnxAttribute.Integers("pads", top, left, bottom, right));
    }

    /// <summary>A frame around the last two axes.</summary>
    public static string Pad(this OnnxGraph graph, string input, int top, int bottom, int left, int right, float value) =>
        graph.Add("Pad", [input, graph.Integers(top, left, bottom, right), graph.Real([value]), graph.Integers(-2, -1)]);
}
