using System.Numerics;

namespace Stn.Pictures;

/// <summary>Draws the frame from which a transformer samples; the top edge has a colour of its own, so that a turn is seen.</summary>
internal static class FramePainter
{
    private const float Thickness = 2;
    private const float HaloThickness = 4;
    private const int LegendStroke = 28;
    private const int LegendGap = 10;

    private static readonly Colour Halo = new(10, 12, 16);
    private static readonly Colour Side = new(54, 190, 255);
    private static readonly Colour Top = new(255, 122, 48);

    /// <summary>The border of a whole image.</summary>
    public static ReadOnlySpan<Vector2> Whole => new Vector2[] { new(-1, -1), new(1, -1), new(1, 1), new(-1, 1) };

    /// <summary>Draws one.</summary>
    /// <param name="sheet">Where.</param>
    /// <param name="frame">See <see cref="TransformSamples.Frames"/>.</param>
    /// <param name="image">Where the image stands whose points the frame has.</param>
    /// <param name="within">What lies outside this part is cut off.</param>
    public static void Draw(Picture sheet, ReadOnlySpan<Vector2> frame, PictureArea image, PictureArea within)
    {
        Vector2 origin = new(image.Left, image.Top), half = new(image.Width / 2f, image.Height / 2f);
        Vector2[] points = new Vector2[frame.Length];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = origin + ((frame[i] + Vector2.One) * half);
        }

        // The halo keeps the frame apart from a bright image; the top edge is drawn last, over the sides' ends.
        for (int i = 0; i < points.Length; i++)
        {
            sheet.DrawLine(points[i], points[(i + 1) % points.Length], HaloThickness, Halo, within);
        }

        for (int i = points.Length - 1; i >= 0; i--)
        {
            sheet.DrawLine(points[i], points[(i + 1) % points.Length], Thickness, i < points.Length / 4 ? Top : Side, within);
        }
    }

    /// <summary>Says what the colours mean, in one line.</summary>
    /// <returns>The column behind it.</returns>
    public static int DrawLegend(Picture sheet, int left, int top)
    {
        foreach ((Colour colour, string text) in ((Colour, string)[])[(Side, "sampled frame"), (Top, "its top edge")])
        {
            float middle = top + (SheetLayout.TextZoom * Font5x7.GlyphHeight / 2f);
            sheet.DrawLine(new Vector2(left, middle), new Vector2(left + LegendStroke, middle), Thickness + 1, colour);
            left += LegendStroke + LegendGap;
            sheet.DrawText(text, left, top, SheetColours.Text, SheetLayout.TextZoom);
            left += Picture.TextWidth(text, SheetLayout.TextZoom) + LegendStroke;
        }

        return left;
    }
}
