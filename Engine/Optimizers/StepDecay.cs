namespace StnEngine.Optimizers;

/// <summary>A rate that drops by a factor every so many steps: <c>start * factor^(step / every)</c>, the exponent whole.</summary>
/// <remarks>PyTorch's <c>StepLR</c>. For a drop every k epochs give k times the steps of an epoch.</remarks>
public sealed class StepDecay : ILearningRateSchedule
{
    private readonly float _start;
    private readonly int _every;
    private readonly double _factor;

    /// <summary>A schedule.</summary>
    /// <param name="start">First rate.</param>
    /// <param name="every">Steps between drops, at least 1.</param>
    /// <param name="factor">What each drop multiplies by.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps between drops.</exception>
    public StepDecay(float start, int every, double factor = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        (_start, _every, _factor) = (start, every, factor);
    }

    /// <inheritdoc/>
    public float At(int step) => (float)(_start * Math.Pow(_factor, step / _every));
}
