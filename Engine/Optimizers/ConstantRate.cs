namespace StnEngine.Optimizers;

/// <summary>The same learning rate in every step.</summary>
/// <param name="rate">The rate.</param>
public sealed class ConstantRate(float rate) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public float At(int step) => rate;
}
