namespace StnEngine.Layers;

/// <summary>Dropout while training, nothing in evaluation. Each layer draws from a stream of its own, <c>dropout/path</c>.</summary>
public sealed class Dropout : Module
{
    // As many as a float counts one by one; then the same masks come again.
    private const float Draws = 1 << 24;
    private readonly float _probability;
    private readonly bool _wholeChannels;
    private readonly ulong _key;
    private readonly Tensor _counter;

    /// <summary>A dropout layer.</summary>
    /// <param name="context">Where it is being built; its path names the random stream.</param>
    /// <param name="probability">Chance of a zero, from 0 to below 1.</param>
    /// <param name="wholeChannels">Whether an image's channel is dropped as one (PyTorch's <c>Dropout2d</c>).</param>
    public Dropout(ModuleContext context, float probability = 0.5f, bool wholeChannels = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        _probability = probability;
        _wholeChannels = wholeChannels;
        _key = RandomSource.KeyOf(context.Seed, "dropout/" + context.Path);
        _counter = AddCounter("counter", Tensor.Plain(context.Device, [0f]));
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"{(_wholeChannels ? "Dropout2d" : "Dropout")} {_probability}");

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!IsTraining)
        {
            return input;
        }

        Tensor result = _wholeChannels ? input.Dropout2d(_probability, _key, _counter) : input.Dropout(_probability, _key, _counter);
        _counter.Increment(below: Draws);
        return result;
    }
}
