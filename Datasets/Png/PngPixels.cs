using System.Buffers.Binary;

namespace StnEngine.Datasets.Png;

/// <summary>Turns rows of any colour type and bit depth into 8-bit grey or RGB on black.</summary>
internal sealed class PngPixels
{
    private const int ColourBytes = 3;

    private readonly PngFault _fault;
    private readonly PngFile _file;
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly int[] _clear;

    public PngPixels(PngFault fault, PngFile file)
    {
        (_fault, _file, _header) = (fault, file, file.Header);
        bool hasPalette = _header.ColourType == PngColourType.Palette;
        _palette = hasPalette ? PaletteOnBlack(file) : [];
        _clear = hasPalette || file.Transparency.IsEmpty ? [] : ClearSamples(file);
    }

    /// <summary>Channels of the result: 1 for grey, 3 for colour, a palette of greys included.</summary>
    public int Channels => _header.IsGrey ? 1 : ColourBytes;

    /// <summary>Converts the pixels of a row.</summary>
    /// <param name="row">The row without its filter.</param>
    /// <param name="count">Its pixels.</param>
    /// <param name="pixels">Where the first of them goes.</param>
    /// <param name="step">Pixels from one to the next.</param>
    /// <exception cref="DatasetException">A pixel has a colour that the palette does not.</exception>
    public void Convert(ReadOnlySpan<byte> row, int count, Span<byte> pixels, int step)
    {
        if (step == 1 && _header is { BitDepth: 8, ColourType: PngColourType.Grey or PngColourType.Rgb } && _clear.Length == 0)
        {
            row.CopyTo(pixels);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            Span<byte> pixel = pixels.Slice(i * step * Channels, Channels);
            if (_palette.Length > 0)
            {
                Colour(PngSamples.Get(row, _header.BitDepth, i)).CopyTo(pixel);
            }
            else
            {
                Blend(row, i * _header.Samples, pixel);
            }
        }
    }

    private ReadOnlySpan<byte> Colour(int number) => number < _palette.Length / ColourBytes
        ? _palette.AsSpan(number * ColourBytes, ColourBytes)
        : throw _fault.Illegal(_file.DataOffset, $"the picture data have colour {number} where the palette has 0 to {(_palette.Length / ColourBytes) - 1}.");

    private void Blend(ReadOnlySpan<byte> row, int first, Span<byte> pixel)
    {
        int most = _header.MostSample;
        int alpha = _header.HasAlpha ? PngSamples.Get(row, _header.BitDepth, first + Channels) : IsClear(row, first) ? 0 : most;
        for (int c = 0; c < pixel.Length; c++)
        {
            pixel[c] = OnBlack(PngSamples.Get(row, _header.BitDepth, first + c), alpha, most);
        }
    }

    private bool IsClear(ReadOnlySpan<byte> row, int first)
    {
        int same = 0;
        while (same < _clear.Length && PngSamples.Get(row, _header.BitDepth, first + same) == _clear[same])
        {
            same++;
        }
        return same > 0 && same == _clear.Length;
    }

    // Of the two bytes of a sample only the bits that it has count.
    private static int[] ClearSamples(PngFile file)
    {
        int[] samples = new int[file.Header.Samples];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadUInt16BigEndian(file.Transparency.Span[(2 * i)..]) & file.Header.MostSample;
        }
        return samples;
    }

    private static byte[] PaletteOnBlack(PngFile file)
    {
        byte[] palette = file.Palette.ToArray();
        ReadOnlySpan<byte> alpha = file.Transparency.Span;
        for (int i = 0; i < alpha.Length * ColourBytes; i++)
        {
            palette[i] = OnBlack(palette[i], alpha[i / ColourBytes], byte.MaxValue);
        }
        return palette;
    }

    // Rounded once, from the samples' own bits to 8. There are no ties: the divisor is odd.
    private static byte OnBlack(long value, long alpha, long most) => (byte)(((value * alpha * byte.MaxValue) + (most * most / 2)) / (most * most));
}
