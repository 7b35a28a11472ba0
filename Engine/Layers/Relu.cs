namespace StnEngine.Layers;

/// <summary>See <see cref="Tensor.Relu"/>.</summary>
public sealed class Relu : Module
{
    /// <inheritdoc/>
    protected override Tensor Run(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Relu();
    }
}
