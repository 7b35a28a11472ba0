namespace StnEngine.Layers;

/// <summary>Batch normalisation with parameters and running statistics of its own; see <see cref="Tensor.BatchNorm"/>.</summary>
/// <remarks>
/// Training normalises with the batch's statistics and moves the running ones, evaluation uses those. Names are PyTorch's: parameters
/// <c>weight</c> and <c>bias</c>, buffers <c>running_mean</c> and <c>running_var</c>. PyTorch's <c>num_batches_tracked</c> is neither
/// kept nor asked for: only its cumulative average, a momentum of None, needs it.
/// </remarks>
public abstract class BatchNorm : Module
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _runningMean;
    private readonly Tensor _runningVariance;
    private readonly float _momentum;
    private readonly float _epsilon;

    private protected BatchNorm(ModuleContext context, int channels, float momentum, float epsilon)
    {
        ArgumentNullException.ThrowIfNull(context);
        _weight = AddParameter("weight", Tensor.Full(context.Device, 1, false, channels));
        _bias = AddParameter("bias", Tensor.Full(context.Device, 0, false, channels));
        _weight.RequiresGrad = true;
        _bias.RequiresGrad = true;
        _runningMean = AddBuffer("running_mean", Tensor.Full(context.Device, 0, false, channels));
        _runningVariance = AddBuffer("running_var", Tensor.Full(context.Device, 1, false, channels));
        _momentum = momentum;
        _epsilon = epsilon;
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"{GetType().Name} {_weight.Shape[0]}");

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        RequireRank(input);
        return input.BatchNorm(_weight, _bias, _runningMean, _runningVariance, IsTraining, _momentum, _epsilon);
    }

    private protected abstract void RequireRank(Tensor input);
}
