namespace StnEngine.Optimizers;

/// <summary>Warms up to a peak, then cools down to almost nothing, both along half a cosine.</summary>
/// <remarks>Smith and Topin, <em>Super-Convergence</em>, arXiv 1708.07120; constants as PyTorch's <c>OneCycleLR</c>.</remarks>
/// <param name="peak">Largest rate.</param>
/// <param name="steps">Steps of the whole run, at least 2.</param>
/// <param name="warmup">Share of the steps before the peak.</param>
/// <param name="startDivisor">The first rate is the peak divided by this.</param>
/// <param name="endDivisor">The last rate is the first divided by this.</param>
public sealed class OneCycle(float peak, int steps, float warmup = 0.3f, float startDivisor = 25, float endDivisor = 1e4f) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public float At(int step)
    {
        double start = peak / startDivisor;
        double top = (warmup * steps) - 1;
        double last = steps - 1;
        return (float)(step <= top
            ? Between(start, peak, step / Math.Max(top, 1e-9))
            : Between(peak, start / endDivisor, Math.Min(1, (step - top) / Math.Max(last - top, 1e-9))));
    }

    private static double Between(double from, double to, double share) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
}
