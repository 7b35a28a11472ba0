namespace StnEngine.Kernels;

/// <summary>Fully connected layer: <c>output[n, o] = bias[o] + sum over i of input[n, i] * weight[o, i]</c>.</summary>
/// <remarks>
/// Forward takes <c>max(x, 0)</c> of it where the dims say so. Backward is that of the layer alone: the caller takes the gradient back
/// through <c>max</c>.
/// </remarks>
public interface ILinear
{
    /// <summary>Computes the output.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, In]</c>.</param>
    /// <param name="weight"><c>[Out, In]</c>.</param>
    /// <param name="bias"><c>[Out]</c>, or null for none.</param>
    /// <param name="output"><c>[N, Out]</c>, overwritten.</param>
    void Forward(in LinearDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output);

    /// <summary>Adds the gradient of the input.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="gradOutput"><c>[N, Out]</c>.</param>
    /// <param name="weight"><c>[Out, In]</c>.</param>
    /// <param name="gradInput"><c>[N, In]</c>, added to.</param>
    void BackwardInput(in LinearDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput);

    /// <summary>Adds the gradients of weight and bias, summed over the live images.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="input"><c>[N, In]</c>.</param>
    /// <param name="gradOutput"><c>[N, Out]</c>.</param>
    /// <param name="gradWeight"><c>[Out, In]</c>, added to; null where it is not wanted.</param>
    /// <param name="gradBias"><c>[Out]</c>, added to; null where it is not wanted.</param>
    void BackwardWeight(in LinearDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias);
}
