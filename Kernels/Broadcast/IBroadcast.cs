namespace StnEngine.Kernels;

/// <summary>Applies a function of two numbers to tensors stretched to one shape.</summary>
public interface IBroadcast
{
    /// <summary><c>output = f(left, right)</c>.</summary>
    /// <typeparam name="TOperator">The function.</typeparam>
    /// <param name="dims">Extents and strides.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <param name="output">Overwritten.</param>
    void Forward<TOperator>(in BroadcastDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer output)
        where TOperator : struct, IBinaryOperator;

    /// <summary>Adds one operand's gradient, summed over the axes (and live images) along which it was stretched.</summary>
    /// <typeparam name="TOperator">The function.</typeparam>
    /// <param name="dims">Extents and strides.</param>
    /// <param name="side">Whose gradient.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <param name="gradOutput">Gradient of the result.</param>
    /// <param name="grad">Gradient of the operand on <paramref name="side"/>, added to.</param>
    void Backward<TOperator>(in BroadcastDims dims, OperandSide side, DeviceBuffer left, DeviceBuffer right, DeviceBuffer gradOutput, DeviceBuffer grad)
        where TOperator : struct, IBinaryOperator;
}
