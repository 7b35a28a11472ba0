namespace StnEngine.Optimizers;

/// <summary>The learning rate of every step of a run.</summary>
public interface ILearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">From 0.</param>
    /// <returns>A rate of at least 0.</returns>
    float At(int step);
}
