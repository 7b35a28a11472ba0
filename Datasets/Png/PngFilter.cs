namespace StnEngine.Datasets.Png;

/// <summary>A row of a PNG file is stored as its difference from a guess by its neighbours: to the left, above, or both.</summary>
internal static class PngFilter
{
    public const int None = 0;
    public const int Sub = 1;
    public const int Up = 2;
    public const int Average = 3;
    public const int Paeth = 4;

    /// <summary>What a filter guesses a byte to be.</summary>
    public static int Guess(int filter, int left, int above, int aboveLeft) => filter switch
    {
        Sub => left,
        Up => above,
        Average => (left + above) / 2,
        Paeth => Nearest(left, above, aboveLeft),
        _ => 0,
    };

    /// <summary>Turns differences back into bytes, in place.</summary>
    /// <param name="filter">None to Paeth.</param>
    /// <param name="row">A pixel of zeros, then the row.</param>
    /// <param name="above">The same of the finished row above; zeros above the first.</param>
    /// <param name="pixelBytes">Bytes from a pixel to the next.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        // A loop for each filter: with the choice inside one loop, reading a large picture takes nearly twice as long.
        above = above[..row.Length];
        switch (filter)
        {
            case Sub:
                for (int i = pixelBytes; i < row.Length; i++)
                {
                    row[i] += row[i - pixelBytes];
                }
                break;
            case Up:
                for (int i = pixelBytes; i < row.Length; i++)
                {
                    row[i] += above[i];
                }
                break;
            case Average:
                for (int i = pixelBytes; i < row.Length; i++)
                {
                    row[i] += (byte)((row[i - pixelBytes] + above[i]) / 2);
                }
                break;
            case Paeth:
                for (int i = pixelBytes; i < row.Length; i++)
                {
                    row[i] += (byte)Nearest(row[i - pixelBytes], above[i], above[i - pixelBytes]);
                }
                break;
        }
    }

    /// <summary>Paeth's guess: the neighbour nearest to left + above - aboveLeft; ties go to left, then above.</summary>
    private static int Nearest(int left, int above, int aboveLeft)
    {
        int byLeft = Math.Abs(above - aboveLeft);
        int byAbove = Math.Abs(left - aboveLeft);
        int byAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        return byLeft <= byAbove && byLeft <= byAboveLeft ? left : byAbove <= byAboveLeft ? above : aboveLeft;
    }
}
