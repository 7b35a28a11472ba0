namespace StnEngine.Kernels;

/// <summary>The scaled sum over every element of a tensor; the images of a batch count, idle lanes do not.</summary>
public interface ISum
{
    /// <summary><c>output = scale * sum(input)</c>.</summary>
    /// <param name="dims">Extents and scale.</param>
    /// <param name="input">Any tensor.</param>
    /// <param name="output">One float, overwritten.</param>
    void Forward(in SumDims dims, DeviceBuffer input, DeviceBuffer output);

    /// <summary><c>gradInput += scale * gradOutput</c>, in every element.</summary>
    /// <param name="dims">Extents and scale.</param>
    /// <param name="gradOutput">One float.</param>
    /// <param name="gradInput">Stored like the input, added to.</param>
    void Backward(in SumDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput);
}
