namespace StnEngine.Kernels;

/// <summary>Copies a box of one tensor into another: slices, concatenations and padding are made of it.</summary>
public interface ICopyBox
{
    /// <summary>Copies the box; the rest of the output stays as it is.</summary>
    /// <param name="dims">The box and its two places.</param>
    /// <param name="input">Tensor the box is copied from.</param>
    /// <param name="output">Tensor it is copied to; overwritten within the box.</param>
    void Forward(in CopyBoxDims dims, DeviceBuffer input, DeviceBuffer output);

    /// <summary>Adds the gradient of the box back to where it came from.</summary>
    /// <param name="dims">The box and its two places, as in forward.</param>
    /// <param name="gradOutput">Gradient of the tensor that was copied to; read within the box only.</param>
    /// <param name="gradInput">Gradient of the tensor that was copied from, added to within the box.</param>
    void Backward(in CopyBoxDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput);
}
