namespace Stn.Models;

/// <summary>How wide the layers of a <see cref="GtsrbNetwork"/> are.</summary>
/// <param name="Filters">Of its three convolutions.</param>
/// <param name="Hidden">Units of its hidden layer, without a transformer, with one and with two.</param>
/// <param name="Entrance">Localisation at the entrance: filters of two convolutions, then units.</param>
/// <param name="Features">Localisation on the first feature maps: the same.</param>
internal sealed record GtsrbWidths((int First, int Second, int Third) Filters, IReadOnlyList<int> Hidden, LocalizationWidths Entrance, LocalizationWidths Features)
{
    /// <summary>The published network.</summary>
    public static GtsrbWidths Published { get; } = new((150, 200, 300), [350, 350, 350], new LocalizationWidths(200, 300, 200), new LocalizationWidths(150, 150, 150));

    /// <summary>One that a CPU trains in minutes; it has as many parameters with transformers as without.</summary>
    public static GtsrbWidths Small { get; } = new((16, 24, 32), [90, 71, 64], new LocalizationWidths(8, 16, 32), new LocalizationWidths(8, 16, 32));
}
