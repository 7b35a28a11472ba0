using System.Numerics;

namespace Stn.Pictures;

/// <summary>Shows what a transformer does: each image with the frame from which it samples, and what it makes of it.</summary>
internal static class TransformSheet
{
    private const float FrameThickness = 2;
    private const float HaloThickness = 4;
    private const int LegendStroke = 28;

    private static readonly Colour Page = new(18, 20, 26);
    private static readonly Colour CardColour = new(36, 41, 52);
    private static readonly Colour Heading = new(240, 242, 246);
    private static readonly Colour Text = new(168, 178, 194);
    private static readonly Colour Halo = new(10, 12, 16);
    private static readonly Colour FrameSide = new(54, 190, 255);
    private static readonly Colour FrameTop = new(255, 122, 48);

    /// <summary>Draws a row for each class that has samples, with as many of its samples, the first ones, as fit.</summary>
    /// <param name="samples">The images and transformations.</param>
    /// <param name="title">Stands above.</param>
    /// <returns>
    /// The sheet. The frame is the image of the output's border under theta, clipped to the margin around the input; its top edge has a
    /// colour of its own, here and around the transformed image, so that a rotation is seen.
    /// </returns>
    /// <exception cref="ArgumentException">The samples contradict each other.</exception>
    public static Picture Draw(TransformSamples samples, string title)
    {
        samples.Check();
        List<int[]> rows = [.. Enumerable.Range(0, samples.ClassNames.Count).Select(samples.OfClass).Where(row => row.Length > 0)];
        SheetLayout layout = new(samples, title, rows);
        Picture sheet = new(layout.Width, layout.Height);
        sheet.Fill(Page);
        sheet.DrawText(title, SheetLayout.Border, SheetLayout.Border, Heading, SheetLayout.TextZoom);
        if (samples.Frames is not null)
        {
            DrawLegend(sheet);
        }
        for (int row = 0; row < rows.Count; row++)
        {
            DrawRow(sheet, layout, samples, row, rows[row]);
        }
        return sheet;
    }

    private static void DrawLegend(Picture sheet)
    {
        int left = SheetLayout.Border;
        foreach ((Colour colour, string text) in ((Colour, string)[])[(FrameSide, "sampled frame"), (FrameTop, "its top edge")])
        {
            float middle = SheetLayout.LegendTop + (SheetLayout.TextZoom * Font5x7.GlyphHeight / 2f);
            sheet.DrawLine(new Vector2(left, middle), new Vector2(left + LegendStroke, middle), FrameThickness + 1, colour);
            left += LegendStroke + 10;
            sheet.DrawText(text, left, SheetLayout.LegendTop, Text, SheetLayout.TextZoom);
            left += Picture.TextWidth(text, SheetLayout.TextZoom) + LegendStroke;
        }
    }

    private static void DrawRow(Picture sheet, SheetLayout layout, TransformSamples samples, int row, int[] members)
    {
        string label = SheetLayout.Label(samples.ClassNames[samples.Labels[members[0]]]);
        (int left, int top) = layout.LabelAt(row, label);
        sheet.DrawText(label, left, top, Heading, SheetLayout.TextZoom);
        for (int column = 0; column < Math.Min(members.Length, layout.Columns); column++)
        {
            DrawCard(sheet, layout, samples, members[column], layout.Card(row, column));
        }
    }

    private static void DrawCard(Picture sheet, SheetLayout layout, TransformSamples samples, int n, PictureArea card)
    {
        (int left, int top) = (card.Left + layout.Margin, card.Top + layout.Margin);
        sheet.Fill(CardColour, card);
        DrawImage(sheet, samples, samples.Inputs, n, left, top, layout.Zoom);
        if (samples.Frames is not null)
        {
            PictureArea around = card with { Width = layout.ImageWidth + (2 * layout.Margin) };
            DrawFrame(sheet, samples.Frames[n], samples, layout.Zoom, left, top, around);
            int warpedLeft = left + layout.ImageWidth + layout.Margin;
            DrawImage(sheet, samples, samples.Warped, n, warpedLeft, top, layout.Zoom);
            DrawFrame(sheet, [new(-1, -1), new(1, -1), new(1, 1), new(-1, 1)], samples, layout.Zoom, warpedLeft, top, card);
        }
    }

    private static void DrawImage(Picture sheet, TransformSamples samples, float[] images, int n, int left, int top, int zoom)
        => sheet.DrawImage(
            images.AsSpan(n * samples.ImageSize, samples.ImageSize), samples.Channels, samples.Height, samples.Width, left, top, zoom);

    private static void DrawFrame(
        Picture sheet, ReadOnlySpan<Vector2> frame, TransformSamples samples, int zoom, int left, int top, PictureArea within)
    {
        // From -1..1 to the sheet: the image's upper left corner is (left, top).
        Vector2 origin = new(left, top), half = new(zoom * samples.Width / 2f, zoom * samples.Height / 2f);
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
            sheet.DrawLine(points[i], points[(i + 1) % points.Length], FrameThickness, i < points.Length / 4 ? FrameTop : FrameSide, within);
        }
    }
}
