namespace StnEngine.Layers;

/// <summary>Fully connected layer with weights of its own; see <see cref="Tensor.Linear"/>.</summary>
public sealed class Linear : Module
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    /// <summary>A layer with PyTorch's default initialisation.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="inFeatures">Features in.</param>
    /// <param name="outFeatures">Features out.</param>
    public Linear(ModuleContext context, int inFeatures, int outFeatures)
    {
        ArgumentNullException.ThrowIfNull(context);
        float bound = 1 / MathF.Sqrt(inFeatures);
        _weight = AddParameter("weight", context.Uniform("weight", bound, outFeatures, inFeatures));
        _bias = AddParameter("bias", context.Uniform("bias", bound, outFeatures));
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"Linear {_weight.Shape[1]}->{_weight.Shape[0]}");

    /// <summary>Makes the layer answer the same for every input: zero weights and a given bias. How a transformer starts as the identity.</summary>
    /// <param name="bias">One number per output feature.</param>
    /// <param name="noise">Share of the weights' present values that is kept: with a little of it answers differ slightly from the start on.</param>
    /// <returns>This layer.</returns>
    /// <exception cref="ShapeException">The count is not that of the output features.</exception>
    public Linear StartAt(ReadOnlySpan<float> bias, float noise = 0)
    {
        _weight.Upload(noise == 0 ? new float[_weight.Shape.Count] : Array.ConvertAll(_weight.ToArray(), w => noise * w));
        _bias.Upload(bias);
        return this;
    }

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input) => input.Linear(_weight, _bias);

    /// <inheritdoc/>
    protected override Tensor RunRelu(Tensor input) => input.Linear(_weight, _bias, relu: true);
}
