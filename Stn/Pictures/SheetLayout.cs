namespace Stn.Pictures;

/// <summary>Where things stand on the sheet: a title, a legend, then a row for each class with a card for each sample.</summary>
/// <remarks>
/// A card holds the input and, to its right, the transformed image, with a margin around and between them. Without a transformer
/// there is nothing to compare, and it holds the input alone.
/// </remarks>
internal sealed class SheetLayout
{
    public const int Border = 24;
    public const int TextZoom = 2;

    /// <summary>The upper edge of the legend, the line below the title.</summary>
    public const int LegendTop = Border + LineHeight;

    private const int LargestWidth = 1600;
    private const int ImageExtent = 96;
    private const int CardGap = 12;
    private const int RowGap = 10;
    private const int LabelGap = 18;
    private const int LongestLabel = 24;
    private const int LineHeight = 14 + (TextZoom * Font5x7.GlyphHeight);

    private readonly int _labelWidth;
    private readonly int _header;

    public SheetLayout(TransformSamples samples, string title, IReadOnlyList<int[]> rows)
    {
        Zoom = Math.Max(1, ImageExtent / Math.Max(samples.Height, samples.Width));
        (ImageWidth, ImageHeight) = (Zoom * samples.Width, Zoom * samples.Height);
        // A square turned by 45 degrees stands out by 0.21 of its side; 2 more for the line.
        Margin = 2 + (int)(0.21 * Math.Max(ImageWidth, ImageHeight));
        int images = samples.Frames is null ? 1 : 2;
        CardWidth = (images * (ImageWidth + Margin)) + Margin;
        CardHeight = ImageHeight + (2 * Margin);
        _labelWidth = rows.Select(row => Picture.TextWidth(Label(samples.ClassNames[samples.Labels[row[0]]]), TextZoom)).Append(0).Max();
        _header = Border + (LineHeight * (samples.Frames is null ? 1 : 2));
        int most = rows.Select(row => row.Length).Append(1).Max();
        int fitting = (LargestWidth - (2 * Border) - _labelWidth - LabelGap + CardGap) / (CardWidth + CardGap);
        Columns = Math.Clamp(fitting, 1, most);
        int cards = _labelWidth + LabelGap + (Columns * (CardWidth + CardGap)) - CardGap;
        Width = (2 * Border) + Math.Max(cards, Picture.TextWidth(title, TextZoom));
        Height = _header + (rows.Count * (CardHeight + RowGap)) - RowGap + Border;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels of the sheet for a pixel of an image.</summary>
    public int Zoom { get; }

    public int ImageWidth { get; }

    public int ImageHeight { get; }

    /// <summary>Room around an image, in which a frame is seen that leaves it.</summary>
    public int Margin { get; }

    /// <summary>Samples of a class that fit on the sheet.</summary>
    public int Columns { get; }

    private int CardWidth { get; }

    private int CardHeight { get; }

    /// <summary>A class name, cut where it is too long for a label.</summary>
    public static string Label(string name) => name.Length <= LongestLabel ? name : name[..(LongestLabel - 2)] + "..";

    public PictureArea Card(int row, int column) => new(
        Border + _labelWidth + LabelGap + (column * (CardWidth + CardGap)), _header + (row * (CardHeight + RowGap)), CardWidth, CardHeight);

    /// <summary>The upper left corner of a row's label, which ends where all labels end.</summary>
    public (int Left, int Top) LabelAt(int row, string label) => (
        Border + _labelWidth - Picture.TextWidth(label, TextZoom),
        Card(row, 0).Top + ((CardHeight - (TextZoom * Font5x7.GlyphHeight)) / 2));
}
