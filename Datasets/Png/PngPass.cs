namespace StnEngine.Datasets.Png;

/// <summary>Every so many-th pixel of a picture, stored as a picture of its own.</summary>
/// <param name="X">The first column.</param>
/// <param name="Y">The first row.</param>
/// <param name="StepX">Columns from one pixel to the next.</param>
/// <param name="StepY">Rows from one to the next.</param>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY)
{
    private static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    public static ReadOnlySpan<PngPass> Of(bool interlaced) => interlaced ? Adam7 : Whole;

    /// <summary>Columns of the pass; 0 if the picture is too narrow to have any.</summary>
    public int WidthOf(int width) => Count(width, X, StepX);

    /// <summary>Rows of the pass; 0 if the picture is too low to have any.</summary>
    public int HeightOf(int height) => Count(height, Y, StepY);

    private static int Count(int extent, int first, int step) => extent <= first ? 0 : ((extent - first - 1) / step) + 1;
}
