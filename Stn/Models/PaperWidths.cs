namespace Stn.Models;

/// <summary>How wide each layer of a <see cref="PaperNetwork"/> is, and how many parameters that makes.</summary>
/// <param name="Channels">Channels of the images.</param>
/// <param name="Size">Side of the square images, 28 or more.</param>
/// <param name="Classes">Classes.</param>
internal sealed record PaperWidths(int Channels, int Size, int Classes)
{
    public const int LocalizationUnits = 32;
    private const int TransformerFilters = 32;
    private const int TransformerUnits = 128;
    private const int AffineParameters = 6;
    private const int DigitSize = 28;

    // A plain network is looked for from a quarter to four times as wide.
    private const int MostWidening = 4;

    /// <summary>Whether images are halved behind a transformer, and before a localisation network.</summary>
    public bool IsHalved => Size > DigitSize;

    /// <summary>Side of what a classifier behind a transformer sees.</summary>
    public int TransformedSide => IsHalved ? Size / 2 : Size;

    public int LocalizationPixels => Channels * Square(TransformedSide);

    public int Filters(bool plain) => plain
        ? Matching(
            TransformerFilters,
            filters => ConvolutionalParameters(Size, filters),
            ConvolutionalParameters(TransformedSide, TransformerFilters) + SmallLocalization.Parameters(Channels, Size) + Layer(SmallLocalization.Features, AffineParameters))
        : TransformerFilters;

    public int Units(bool plain) => plain
        ? Matching(
            TransformerUnits,
            units => FullyConnectedParameters(Size, units),
            FullyConnectedParameters(TransformedSide, TransformerUnits) + Localization(LocalizationPixels, LocalizationUnits) + (2 * Layer(LocalizationUnits, LocalizationUnits)))
        : TransformerUnits;

    // The width whose parameters come nearest to `wanted`.
    private static int Matching(int width, Func<int, int> parameters, int wanted) =>
        Enumerable.Range(width / MostWidening, MostWidening * width).MinBy(w => Math.Abs(parameters(w) - wanted));

    private static int Localization(int inputs, int width) => Layer(inputs, width) + Layer(width, AffineParameters);

    private static int Layer(int inputs, int outputs) => (inputs + 1) * outputs;

    private static int Square(int value) => value * value;

    private int ConvolutionalParameters(int side, int filters) => Layer(81 * Channels, filters) + Layer(49 * filters, filters) + Layer(PaperConvolutions.Features(side, filters), Classes);

    private int FullyConnectedParameters(int side, int units) => Layer(Channels * Square(side), units) + Layer(units, units) + Layer(units, Classes);
}
