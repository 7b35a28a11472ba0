namespace StnEngine.Tests.Reference;

/// <summary>The error of a tensor: its largest |ours - expected| divided by the largest |expected|.</summary>
public static class Comparison
{
    /// <summary>
    /// The largest |ours| where all expected are 0; infinity where a NaN or an infinity stands on one side only. Infinities that
    /// agree count as equal and do not scale the rest.
    /// </summary>
    public static double RelativeError(ReadOnlySpan<double> ours, ReadOnlySpan<double> expected)
    {
        if (ours.Length != expected.Length)
        {
            throw new ArgumentException($"{ours.Length} values compared with {expected.Length}.", nameof(ours));
        }

        double difference = 0, scale = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            if (double.IsFinite(ours[i]) && double.IsFinite(expected[i]))
            {
                difference = Math.Max(difference, Math.Abs(ours[i] - expected[i]));
                scale = Math.Max(scale, Math.Abs(expected[i]));
            }
            else if (!ours[i].Equals(expected[i]))
            {
                return double.PositiveInfinity;
            }
        }

        return scale == 0 ? difference : difference / scale;
    }

    public static double RelativeError(ReadOnlySpan<float> ours, ReadOnlySpan<double> expected) => RelativeError(Widen(ours), expected);

    public static double RelativeError(ReadOnlySpan<float> ours, ReadOnlySpan<float> expected) => RelativeError(Widen(ours), Widen(expected));

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }
}
