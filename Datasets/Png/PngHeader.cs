namespace StnEngine.Datasets.Png;

/// <summary>The extents of a PNG picture and how its pixels are stored.</summary>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="ColourType">What a pixel is made of.</param>
/// <param name="BitDepth">Bits of a sample; which are allowed depends on the colour type.</param>
/// <param name="Interlaced">Whether the picture comes in seven passes, coarse to fine (Adam7).</param>
public readonly record struct PngHeader(int Height, int Width, PngColourType ColourType, int BitDepth, bool Interlaced = false)
{
    /// <summary>Samples of a pixel, opacity included.</summary>
    public int Samples => ColourType switch
    {
        PngColourType.Rgb => 3,
        PngColourType.GreyAlpha => 2,
        PngColourType.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>The largest value of a sample; the smallest is 0.</summary>
    public int MostSample => (1 << BitDepth) - 1;

    internal bool IsGrey => ColourType is PngColourType.Grey or PngColourType.GreyAlpha;

    internal bool HasAlpha => ColourType is PngColourType.GreyAlpha or PngColourType.RgbAlpha;

    /// <summary>How far back filters look for the pixel to the left, in bytes: pixels of less than one count as one.</summary>
    internal int PixelBytes => Math.Max(1, Samples * BitDepth / 8);

    /// <summary>The passes in which the rows come, those without any pixel included.</summary>
    internal ReadOnlySpan<PngPass> Passes => PngPass.Of(Interlaced);

    /// <summary>Bytes of what is compressed: of all rows of all passes, each with the number of its filter before it.</summary>
    internal long DataBytes
    {
        get
        {
            long bytes = 0;
            foreach (PngPass pass in Passes)
            {
                int width = pass.WidthOf(Width);
                bytes += width == 0 ? 0 : pass.HeightOf(Height) * (1 + RowBytes(width));
            }
            return bytes;
        }
    }

    /// <summary>Bit depths that go with a colour type.</summary>
    internal static ReadOnlySpan<int> DepthsOf(PngColourType type) => type switch
    {
        PngColourType.Grey => [1, 2, 4, 8, 16],
        PngColourType.Palette => [1, 2, 4, 8],
        PngColourType.Rgb or PngColourType.GreyAlpha or PngColourType.RgbAlpha => [8, 16],
        _ => [],
    };

    /// <summary>Bytes of a row of that many pixels; its last byte may be used in part.</summary>
    internal long RowBytes(int width) => (((long)width * Samples * BitDepth) + 7) / 8;
}
