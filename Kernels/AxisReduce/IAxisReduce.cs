namespace StnEngine.Kernels;

/// <summary>Sums and maxima over some of a tensor's axes; the kept positions are the output.</summary>
public interface IAxisReduce
{
    /// <summary><c>output[k] = scale * sum over r of input[k, r]</c>, and over the live images where the batch is reduced.</summary>
    /// <param name="dims">Extents, strides and scale.</param>
    /// <param name="input">Stored as <see cref="AxisReduceDims.Input"/>.</param>
    /// <param name="output">Stored as <see cref="AxisReduceDims.Output"/>, overwritten.</param>
    void SumForward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output);

    /// <summary><c>gradInput[k, r] += scale * gradOutput[k]</c>.</summary>
    /// <param name="dims">Extents, strides and scale.</param>
    /// <param name="gradOutput">Stored like the output.</param>
    /// <param name="gradInput">Stored like the input, added to.</param>
    void SumBackward(in AxisReduceDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput);

    /// <summary><c>output[k] = max over r of input[k, r]</c>; NaN wins. Never over the batch.</summary>
    /// <param name="dims">Extents and strides.</param>
    /// <param name="input">Stored as <see cref="AxisReduceDims.Input"/>.</param>
    /// <param name="output">Stored as <see cref="AxisReduceDims.Output"/>, overwritten.</param>
    void MaxForward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output);

    /// <summary>Adds each gradient to the first position that holds the maximum, or the first NaN where that is the maximum.</summary>
    /// <param name="dims">Extents and strides.</param>
    /// <param name="input">Input of forward.</param>
    /// <param name="output">Result of forward.</param>
    /// <param name="gradOutput">Stored like the output.</param>
    /// <param name="gradInput">Stored like the input, added to.</param>
    void MaxBackward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput);
}
