namespace StnEngine.Kernels;

/// <summary>Two-dimensional convolution (cross-correlation, as neural networks use it).</summary>
/// <remarks>
/// <c>output[n, oc, oy, ox] = bias[oc] + sum over c, ky, kx of
/// input[n, c, oy*stride - padding + ky*dilation, ox*stride - padding + kx*dilation] * weight[oc, c, ky, kx]</c>,
/// with zeros outside the input, then <c>max(x, 0)</c> of it where the dims say so. Forward overwrites; backward adds, and is that of the
/// convolution alone: the caller takes the gradient back through <c>max</c>.
/// </remarks>
public interface IConv2d
{
    /// <summary>Computes the output.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, H, W]</c>.</param>
    /// <param name="weight"><c>[OutC, C, KernelH, KernelW]</c>.</param>
    /// <param name="bias"><c>[OutC]</c>, or null for none.</param>
    /// <param name="output"><c>[N, OutC, OutH, OutW]</c>, overwritten.</param>
    void Forward(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output);

    /// <summary>Adds the gradient of the input.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="gradOutput"><c>[N, OutC, OutH, OutW]</c>.</param>
    /// <param name="weight"><c>[OutC, C, KernelH, KernelW]</c>.</param>
    /// <param name="gradInput"><c>[N, C, H, W]</c>, added to.</param>
    void BackwardInput(in Conv2dDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput);

    /// <summary>Adds the gradients of weight and bias, summed over the live images.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, H, W]</c>.</param>
    /// <param name="gradOutput"><c>[N, OutC, OutH, OutW]</c>.</param>
    /// <param name="gradWeight"><c>[OutC, C, KernelH, KernelW]</c>, added to; null where it is not wanted.</param>
    /// <param name="gradBias"><c>[OutC]</c>, added to; null where it is not wanted.</param>
    void BackwardWeight(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias);
}
