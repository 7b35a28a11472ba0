namespace StnEngine.Kernels;

/// <summary>Mean of each window; padding counts as zero and, with <c>CountIncludePad</c>, in the divisor.</summary>
public interface IAvgPool2d
{
    /// <summary>Computes the output.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, H, W]</c>.</param>
    /// <param name="output"><c>[N, C, OutH, OutW]</c>, overwritten.</param>
    void Forward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output);

    /// <summary>Adds to each position its share of the gradients of the windows over it.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="gradOutput"><c>[N, C, OutH, OutW]</c>.</param>
    /// <param name="gradInput"><c>[N, C, H, W]</c>, added to.</param>
    void Backward(in Pool2dDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput);
}
