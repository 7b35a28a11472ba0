namespace StnEngine.Kernels;

/// <summary>Applies a function of one number to every element.</summary>
public interface IElementwise
{
    /// <summary><c>output = f(input)</c>.</summary>
    /// <typeparam name="TOperator">The function.</typeparam>
    /// <param name="layout">How all tensors are stored.</param>
    /// <param name="input">Arguments.</param>
    /// <param name="output">Overwritten.</param>
    void Forward<TOperator>(in Layout layout, DeviceBuffer input, DeviceBuffer output)
        where TOperator : struct, IUnaryOperator;

    /// <summary><c>gradInput += f'(input) * gradOutput</c>.</summary>
    /// <typeparam name="TOperator">The function.</typeparam>
    /// <param name="layout">How all tensors are stored.</param>
    /// <param name="input">Arguments of forward.</param>
    /// <param name="output">Results of forward.</param>
    /// <param name="gradOutput">Gradient of the results.</param>
    /// <param name="gradInput">Added to.</param>
    void Backward<TOperator>(in Layout layout, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput)
        where TOperator : struct, IUnaryOperator;
}
