namespace StnEngine.Optimizers;

/// <summary>Cools down along half a cosine: <c>floor + (start - floor) * (1 + cos(pi * step / steps)) / 2</c>.</summary>
/// <remarks>Loshchilov and Hutter, <em>SGDR</em>, arXiv 1608.03983, without restarts; PyTorch's <c>CosineAnnealingLR</c>, which
/// climbs again after the last step where this one stays at the floor.</remarks>
public sealed class Cosine : ILearningRateSchedule
{
    private readonly float _start;
    private readonly int _steps;
    private readonly float _floor;

    /// <summary>A schedule.</summary>
    /// <param name="start">First rate.</param>
    /// <param name="steps">Steps until the floor, at least 1.</param>
    /// <param name="floor">Last rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    public Cosine(float start, int steps, float floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (_start, _steps, _floor) = (start, steps, floor);
    }

    /// <inheritdoc/>
    public float At(int step) => (float)(_floor + (((double)_start - _floor) * (1 + Math.Cos(Math.PI * Math.Min(step, _steps) / _steps)) / 2));
}
