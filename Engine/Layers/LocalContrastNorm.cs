using StnEngine.Kernels;

namespace StnEngine.Layers;

/// <summary>Subtracts the mean of each place's surroundings over all channels, and divides by their deviation: light and contrast no longer matter.</summary>
/// <remarks>
/// Jarrett, Kavukcuoglu, Ranzato, LeCun 2009. Surroundings are weighted by a Gaussian; at the edge what is outside does not count.
/// </remarks>
public sealed class LocalContrastNorm : Module
{
    // A window reaches two deviations to each side.
    private const float DeviationsInView = 2;
    private readonly Tensor _window;
    private readonly Tensor _inside;
    private readonly Tensor _epsilon;
    private readonly int _radius;

    /// <summary>A layer without parameters.</summary>
    /// <param name="device">The device of its window.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Height of the feature maps.</param>
    /// <param name="width">Width of the feature maps.</param>
    /// <param name="window">Side of the surroundings, odd.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LocalContrastNorm(Device device, int channels, int height, int width, int window = 7, float epsilon = 1e-4f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (window % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "LocalContrastNorm: an odd side is wanted, so that there is a middle.");
        }

        _radius = window / 2;
        float[] bell = [.. Enumerable.Range(-_radius, window).Select(i => MathF.Exp(-0.5f * MathF.Pow(i * DeviationsInView / Math.Max(_radius, 1), 2)))];
        float sum = bell.Sum();
        bell = Array.ConvertAll(bell, w => w / sum);
        _window = Tensor.Plain(device, [.. Enumerable.Repeat(bell.SelectMany(y => bell.Select(x => x * y / channels)), channels).SelectMany(w => w)], 1, channels, window, window);
        (float[] rows, float[] columns) = (PartsInside(bell, height), PartsInside(bell, width));
        _inside = Tensor.Plain(device, [.. rows.SelectMany(y => columns.Select(x => x * y))], 1, 1, height, width);
        _epsilon = Tensor.Plain(device, [epsilon]);
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"LocalContrastNorm {_window.Shape[2]}x{_window.Shape[3]}");

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor centred = input - LocalMean(input);
        Tensor variance = LocalMean(centred.Square());

        // x / sqrt(variance) = x exp(-log(variance) / 2).
        return centred * (variance + _epsilon).Log().Scale(-0.5f).Exp();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _window.Dispose();
        _inside.Dispose();
        _epsilon.Dispose();
        base.Dispose(disposing);
    }

    // How much of a window around each place lies inside.
    private static float[] PartsInside(float[] bell, int extent) =>
        [.. Enumerable.Range(0, extent).Select(at => bell.Where((_, i) => at + i - (bell.Length / 2) is var place && place >= 0 && place < extent).Sum())];

    private Tensor LocalMean(Tensor maps) => maps.Conv2d(_window, padding: _radius) / _inside;
}
