namespace StnEngine.Tests.Reference;

/// <summary>Gradients of sum(forward(inputs) * upstream) by central differences.</summary>
public static class NumericGradient
{
    /// <summary>The gradient of every element of input <paramref name="which"/>, in that input's shape.</summary>
    public static Array64 Of(Func<Array64[], Array64> forward, Array64[] inputs, int which, Array64 upstream, double step = 1e-6)
    {
        Array64 gradient = Array64.Zeros([.. inputs[which].Shape]);
        for (int i = 0; i < gradient.Count; i++)
        {
            gradient[i] = At(forward, inputs, which, i, upstream, step);
        }

        return gradient;
    }

    /// <summary>The gradient of the one element <paramref name="index"/> (flat) of input <paramref name="which"/>.</summary>
    public static double At(Func<Array64[], Array64> forward, Array64[] inputs, int which, int index, Array64 upstream, double step = 1e-6)
    {
        Array64[] moved = [.. inputs];
        moved[which] = inputs[which].Copy();
        double at = inputs[which][index], above = at + step, below = at - step;
        moved[which][index] = above;
        double[] high = forward(moved).Values;
        moved[which][index] = below;
        double[] low = forward(moved).Values;
        double sum = 0;
        for (int i = 0; i < upstream.Count; i++)
        {
            sum += (high[i] - low[i]) * upstream[i];
        }

        // The step that was really taken: at + step is rounded.
        return sum / (above - below);
    }
}
