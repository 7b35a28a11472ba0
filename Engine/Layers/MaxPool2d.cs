namespace StnEngine.Layers;

/// <summary>See <see cref="Tensor.MaxPool2d"/>.</summary>
/// <param name="kernel">Window.</param>
/// <param name="stride">Steps between windows; the window's size when left out.</param>
/// <param name="padding">Border that never wins; 0 when left out.</param>
/// <param name="ceilMode">Whether a last window may hang over the edge.</param>
public sealed class MaxPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null, bool ceilMode = false) : Module
{
    /// <inheritdoc/>
    public override string Description => $"MaxPool2d {kernel}";

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.MaxPool2d(kernel, stride, padding, ceilMode);
    }

    /// <inheritdoc/>
    protected override Tensor RunRelu(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.MaxPool2d(kernel, stride, padding, ceilMode, relu: true);
    }
}
