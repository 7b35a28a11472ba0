namespace StnEngine.Datasets.Images;

/// <summary>How one axis is resized: each output is a weighted sum of <see cref="Taps"/> neighbouring pixels.</summary>
/// <remarks>
/// Shrinking, an output is the mean over the stretch that it covers, pixels at its ends counting with the share covered: nothing is
/// passed over. Enlarging, it is interpolated linearly between the two nearest pixel centres, and beyond the outermost centres of
/// the stretch it is the outermost pixel. At the same size both give the pixels themselves.
/// </remarks>
internal sealed class ResizeAxis
{
    private readonly int[] _first;
    private readonly float[] _weights;

    /// <summary>From a stretch of an axis to a number of outputs.</summary>
    /// <param name="from">The stretch's start, in pixels of the axis.</param>
    /// <param name="to">Its end, greater than <paramref name="from"/>.</param>
    /// <param name="length">Pixels of the axis; the stretch lies within.</param>
    /// <param name="size">Outputs.</param>
    public ResizeAxis(double from, double to, int length, int size)
    {
        double step = (to - from) / size;
        bool shrinks = step > 1;
        Taps = Math.Min(shrinks ? (int)Math.Ceiling(step) + 1 : 2, length);
        _first = new int[size];
        _weights = new float[size * Taps];
        (double lowest, double highest) = (Math.Floor(from), Math.Ceiling(to) - 1);
        for (int o = 0; o < size; o++)
        {
            double start = from + (o * step);
            double centre = Math.Clamp(start + (step / 2) - 0.5, lowest, highest);
            _first[o] = Math.Clamp((int)Math.Floor(shrinks ? start : centre), 0, length - Taps);
            for (int k = 0; k < Taps; k++)
            {
                int pixel = _first[o] + k;
                double weight = shrinks
                    ? (Math.Min(start + step, pixel + 1) - Math.Max(start, pixel)) / step
                    : 1 - Math.Abs(pixel - centre);
                _weights[(o * Taps) + k] = (float)Math.Max(0, weight);
            }
        }
    }

    /// <summary>Pixels that an output is made of.</summary>
    public int Taps { get; }

    /// <summary>The first pixel of each output, never falling.</summary>
    public ReadOnlySpan<int> First => _first;

    /// <summary>The weights of one output, from its first pixel on. They sum to 1.</summary>
    public ReadOnlySpan<float> WeightsOf(int output) => _weights.AsSpan(output * Taps, Taps);
}
