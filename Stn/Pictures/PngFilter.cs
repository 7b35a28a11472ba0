namespace Stn.Pictures;

/// <summary>Replaces a PNG row by its difference from a guess, so that it compresses better.</summary>
/// <remarks>
/// Of the specification's filters the one is taken whose differences, as signed bytes, have the smallest sum of magnitudes.
/// Rows come from top to bottom.
/// </remarks>
internal sealed class PngFilter(int stride, int pixelBytes)
{
    private const int None = 0;
    private const int Sub = 1;
    private const int Up = 2;
    private const int Average = 3;
    private const int Paeth = 4;

    // A row is preceded by a pixel of zeros, the neighbour which the first pixel lacks.
    private byte[] _above = new byte[pixelBytes + stride];
    private byte[] _row = new byte[pixelBytes + stride];
    private byte[] _best = new byte[1 + stride];
    private byte[] _trial = new byte[1 + stride];

    /// <summary>The filter's number and the filtered row, valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> row)
    {
        row.CopyTo(_row.AsSpan(pixelBytes));
        long least = long.MaxValue;
        for (int filter = None; filter <= Paeth; filter++)
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
        for (int i = 0; i < stride; i++)
        {
            byte difference = (byte)(_row[pixelBytes + i] - Guess(filter, _row[i], _above[pixelBytes + i], _above[i]));
            _trial[1 + i] = difference;
            sum += Math.Abs((int)(sbyte)difference);
        }
        return sum;
    }

    private static int Guess(int filter, int left, int above, int aboveLeft) => filter switch
    {
        Sub => left,
        Up => above,
        Average => (left + above) / 2,
        Paeth => Nearest(left, above, aboveLeft),
        _ => 0,
    };

    /// <summary>Paeth's guess: the neighbour nearest to left + above - aboveLeft; ties go to left, then above.</summary>
    private static int Nearest(int left, int above, int aboveLeft)
    {
        int byLeft = Math.Abs(above - aboveLeft);
        int byAbove = Math.Abs(left - aboveLeft);
        int byAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        return byLeft <= byAbove && byLeft <= byAboveLeft ? left : byAbove <= byAboveLeft ? above : aboveLeft;
    }
}
