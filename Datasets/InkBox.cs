namespace StnEngine.Datasets;

/// <summary>The smallest box around all pixels that are not zero, first and last pixel included.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column, before the first where the box is empty.</param>
/// <param name="Bottom">Last row.</param>
public readonly record struct InkBox(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Columns.</summary>
    public int Width => Right - Left + 1;

    /// <summary>Rows.</summary>
    public int Height => Bottom - Top + 1;

    /// <summary>Whether all pixels are zero.</summary>
    public bool IsEmpty => Right < Left;

    /// <summary>The box of an image <c>[channels, height, width]</c>, over all its channels.</summary>
    public static InkBox Of(ReadOnlySpan<byte> image, int height, int width)
    {
        (int left, int top, int right, int bottom) = (width, height, -1, -1);
        for (int row = 0; row < image.Length / width; row++)
        {
            ReadOnlySpan<byte> line = image.Slice(row * width, width);
            int first = line.IndexOfAnyExcept((byte)0);
            if (first >= 0)
            {
                int y = row % height;
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
                (left, right) = (Math.Min(left, first), Math.Max(right, line.LastIndexOfAnyExcept((byte)0)));
            }
        }
        return new InkBox(left, top, right, bottom);
    }
}
