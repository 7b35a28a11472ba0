namespace Stn.Models;

/// <summary>How wide each layer of a <see cref="PaperNetwork"/> is, and how many parameters that makes.</summary>
/// <param name="Size">Side of the square images.</param>
/// <param name="Classes">Classes.</param>
internal sealed record PaperWidths(int Size, int Classes)
{
    public const int LocalizationFilters = 20;
    public const int LocalizationUnits = 32;
    private const int TransformerFilters = 32;
    private const int TransformerUnits = 128;
    private const int AffineParameters = 6;
    private const int DigitSize = 28;

    // A plain network is looked for up to so many times as wide.
    private const int MostWidening = 4;

    public bool IsHalved => Size > DigitSize;

    public int Pixels => Side * Side;

    public int LocalizationFeatures => LocalizationFilters * Square((((Size / 2) - 4) / 2) - 4);

    private int Side => IsHalved ? Size / 2 : Size;

    // After both convolutions and poolings, which round up.
    private int Map => (((Side - 8 + 1) / 2) - 6 + 1) / 2;

    public int Features(int filters) => filters * Square(Map);

    public int Filters(bool plain) => plain
        ? Matching(TransformerFilters, ConvolutionalParameters, LocalizationParameters(LocalizationFeatures, LocalizationFilters) + ConvolutionsOfLocalization)
        : TransformerFilters;

    public int Units(bool plain) => plain
        ? Matching(TransformerUnits, FullyConnectedParameters, LocalizationParameters(Pixels, LocalizationUnits) + (2 * Layer(LocalizationUnits, LocalizationUnits)))
        : TransformerUnits;

    private static int ConvolutionsOfLocalization => Layer(25, LocalizationFilters) + Layer(25 * LocalizationFilters, LocalizationFilters);

    // The width whose parameters come nearest to those of `width` and `extra` more.
    private static int Matching(int width, Func<int, int> parameters, int extra) =>
        Enumerable.Range(width, (MostWidening - 1) * width).MinBy(w => Math.Abs(parameters(w) - parameters(width) - extra));

    private static int LocalizationParameters(int inputs, int width) => Layer(inputs, width) + Layer(width, AffineParameters);

    private int ConvolutionalParameters(int filters) => Layer(81, filters) + Layer(49 * filters, filters) + Layer(Features(filters), Classes);

    private int FullyConnectedParameters(int units) => Layer(Pixels, units) + Layer(units, units) + Layer(units, Classes);

    private static int Layer(int inputs, int outputs) => (inputs + 1) * outputs;

    private static int Square(int value) => value * value;
}
