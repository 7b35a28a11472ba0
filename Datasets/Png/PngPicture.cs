using StnEngine.Datasets.Images;

namespace StnEngine.Datasets.Png;

/// <summary>A picture as a PNG file stores it, of any colour type and bit depth.</summary>
/// <param name="Header">Its extents and the kind of its pixels.</param>
/// <param name="Rows">
/// <c>[Height]</c> rows of samples, each padded to whole bytes: the first sample in a byte's highest bits, those of 16 bits with the high
/// byte first.
/// </param>
public sealed record PngPicture(PngHeader Header, ReadOnlyMemory<byte> Rows)
{
    /// <summary>Red, green and blue of each colour for <see cref="PngColourType.Palette"/>, else empty.</summary>
    public ReadOnlyMemory<byte> Palette { get; init; }

    /// <summary>
    /// Empty, or: with a palette the opacity of its first colours, a byte each; without, the samples of the one colour that is transparent,
    /// two bytes each.
    /// </summary>
    public ReadOnlyMemory<byte> Transparency { get; init; }

    /// <summary>A grey or RGB picture of 8 bits.</summary>
    public static PngPicture Of(ByteImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        PngColourType type = image.Channels == 1 ? PngColourType.Grey : PngColourType.Rgb;
        return new PngPicture(new PngHeader(image.Height, image.Width, type, 8), image.Pixels);
    }

    /// <summary>Refuses what makes no file that could be read.</summary>
    /// <exception cref="ArgumentException">The parts contradict each other.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Header.Height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Header.Width);
        if (!PngHeader.DepthsOf(Header.ColourType).Contains(Header.BitDepth))
        {
            throw new ArgumentException($"{Header.BitDepth} bits a sample do not go with {Header.ColourType}.");
        }
        Require("bytes of rows", Rows.Length, Header.Height * Header.RowBytes(Header.Width));
        bool hasPalette = Header.ColourType == PngColourType.Palette;
        int colours = Palette.Length / 3;
        if (Palette.Length % 3 != 0 || (hasPalette ? colours == 0 || colours > 1 << Header.BitDepth : colours > 0))
        {
            throw new ArgumentException($"{Palette.Length} bytes of palette do not go with {Header.ColourType} of {Header.BitDepth} bits.");
        }
        if (hasPalette)
        {
            CheckNumbers(colours);
        }
        if (!Transparency.IsEmpty)
        {
            Require("bytes of transparency", Transparency.Length, hasPalette ? Math.Min(Transparency.Length, colours) : Header.HasAlpha ? 0 : 2 * Header.Samples);
        }
    }

    private void CheckNumbers(int colours)
    {
        int rowBytes = (int)Header.RowBytes(Header.Width);
        for (int y = 0; y < Header.Height; y++)
        {
            ReadOnlySpan<byte> row = Rows.Span.Slice(y * rowBytes, rowBytes);
            for (int x = 0; x < Header.Width; x++)
            {
                if (PngSamples.Get(row, Header.BitDepth, x) >= colours)
                {
                    throw new ArgumentException($"The pixel in column {x} of row {y} is beyond the {colours} colours of the palette.");
                }
            }
        }
    }

    private void Require(string what, long given, long wanted)
    {
        if (given != wanted)
        {
            throw new ArgumentException($"A picture of {Header} wants {wanted} {what}, given {given}.");
        }
    }
}
