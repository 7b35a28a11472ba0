namespace StnEngine.Kernels;

/// <summary>Largest value of each window, and zero instead of what is below it where the dims say so (ReLU in the same pass).</summary>
/// <remarks>NaN wins; among equals the first in reading order takes the gradient. An output that ReLU set to zero hands none on.</remarks>
public interface IMaxPool2d
{
    /// <summary>Computes the output.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, H, W]</c>.</param>
    /// <param name="output"><c>[N, C, OutH, OutW]</c>, overwritten.</param>
    void Forward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output);

    /// <summary>Adds each output's gradient to the position its value came from.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, H, W]</c>.</param>
    /// <param name="output">Result of forward.</param>
    /// <param name="gradOutput"><c>[N, C, OutH, OutW]</c>.</param>
    /// <param name="gradInput"><c>[N, C, H, W]</c>, added to.</param>
    void Backward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput);
}
