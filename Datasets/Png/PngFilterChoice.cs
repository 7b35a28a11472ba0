namespace StnEngine.Datasets.Png;

/// <summary>Filters the rows of a picture, from top to bottom, so that they compress well.</summary>
/// <remarks>
/// The filter is taken whose differences, as signed bytes, have the smallest sum of magnitudes. Rows of palette numbers or of pixels smaller
/// than a byte are left as they are: their differences mean nothing.
/// </remarks>
internal sealed class PngFilterChoice(PngHeader header, int rowBytes)
{
    private readonly int _pixelBytes = header.PixelBytes;
    private readonly int _last = header.ColourType == PngColourType.Palette || header.BitDepth < 8 ? PngFilter.None : PngFilter.Paeth;

    // A row is preceded by a pixel of zeros, the neighbour which the first pixel lacks.
    private byte[] _above = new byte[header.PixelBytes + rowBytes];
    private byte[] _row = new byte[header.PixelBytes + rowBytes];
    private byte[] _best = new byte[1 + rowBytes];
    private byte[] _trial = new byte[1 + rowBytes];

    /// <summary>The filter's number and the filtered row, valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> row)
    {
        row.CopyTo(_row.AsSpan(_pixelBytes));
        long least = long.MaxValue;
        for (int filter = PngFilter.None; filter <= _last; filter++)
        {
            long sum = Apply(filter);
            if (sum < least)
            {
                least = sum;
                (_best, _trial) = (_trial, _best);
            }
        }
        (_above, _row) = (_row, _above);
        return _best;
    }

    private long Apply(int filter)
    {
        _trial[0] = (byte)filter;
        long sum = 0;
        for (int i = 0; i < rowBytes; i++)
        {
            byte difference = (byte)(_row[_pixelBytes + i] - PngFilter.Guess(filter, _row[i], _above[_pixelBytes + i], _above[i]));
            _trial[1 + i] = difference;
            sum += Math.Abs((int)(sbyte)difference);
        }
        return sum;
    }
}
