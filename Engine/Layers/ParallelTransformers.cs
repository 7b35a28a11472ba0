namespace StnEngine.Layers;

/// <summary>Several spatial transformers that look at the same images, each for an object of its own.</summary>
/// <remarks>Their results stand behind each other along the channels; all must have the same output size. Children are named <c>0</c>, <c>1</c> and so on.</remarks>
public sealed class ParallelTransformers : Module
{
    private readonly SpatialTransformer[] _transformers;

    /// <summary>Builds them side by side.</summary>
    /// <param name="context">Where they are being built.</param>
    /// <param name="transformers">At least one.</param>
    public ParallelTransformers(ModuleContext context, params ReadOnlySpan<Func<ModuleContext, SpatialTransformer>> transformers)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (transformers.Length == 0)
        {
            throw new ArgumentException("At least one transformer is wanted.", nameof(transformers));
        }

        _transformers = new SpatialTransformer[transformers.Length];
        for (int i = 0; i < transformers.Length; i++)
        {
            string name = FormattableString.Invariant($"{i}");
            _transformers[i] = Add(name, transformers[i](context.Child(name)));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input) => Tensor.Concatenate(1, Array.ConvertAll(_transformers, t => t.Forward(input)));
}
