namespace StnEngine.Layers;

/// <summary>See <see cref="Tensor.Flatten"/>.</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    protected override Tensor Run(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Flatten();
    }
}
