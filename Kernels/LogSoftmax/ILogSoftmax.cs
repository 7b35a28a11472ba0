namespace StnEngine.Kernels;

/// <summary><c>output = input - log(sum over channels of exp(input))</c>, shifted by the maximum so that nothing overflows.</summary>
public interface ILogSoftmax
{
    /// <summary>Computes the output.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, C, Inner]</c>.</param>
    /// <param name="output"><c>[N, C, Inner]</c>, overwritten.</param>
    void Forward(in LogSoftmaxDims dims, DeviceBuffer input, DeviceBuffer output);

    /// <summary><c>gradInput += gradOutput - exp(output) * sum over channels of gradOutput</c>.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="output">Result of forward.</param>
    /// <param name="gradOutput"><c>[N, C, Inner]</c>.</param>
    /// <param name="gradInput"><c>[N, C, Inner]</c>, added to.</param>
    void Backward(in LogSoftmaxDims dims, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput);
}
