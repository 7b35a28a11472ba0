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
        if (samples.Theta is not null)
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
        if (samples.Theta is not null)
        {
            PictureArea around = card with { Width = layout.ImageWidth + (2 * layout.Margin) };
            DrawFrame(sheet, samples.Theta.AsSpan(6 * n, 6), samples, layout.Zoom, left, top, around);
            int warpedLeft = left + layout.ImageWidth + layout.Margin;
            DrawImage(sheet, samples, samples.Warped, n, warpedLeft, top, layout.Zoom);
            DrawFrame(sheet, [1, 0, 0, 0, 1, 0], samples, layout.Zoom, warpedLeft, top, card);
        }
    }

    private static void DrawImage(Picture sheet, TransformSamples samples, float[] images, int n, int left, int top, int zoom)
        => sheet.DrawImage(
            images.AsSpan(n * samples.ImageSize, samples.ImageSize), samples.Channels, samples.Height, samples.Width, left, top, zoom);

    private static void DrawFrame(
        Picture sheet, ReadOnlySpan<float> theta, TransformSamples samples, int zoom, int left, int top, PictureArea within)
    {
        Vector2 origin = new(left, top);
        Span<Vector2> corners = [new(-1, -1), new(1, -1), new(1, 1), new(-1, 1)];
        foreach (ref Vector2 corner in corners)
        {
            corner = origin + (zoom * (Pixel(theta, corner, samples.Height, samples.Width) + new Vector2(0.5f)));
        }
        // The halo keeps the frame apart from a bright image; the top edge is drawn last, over the sides' ends.
        for (int i = 0; i < corners.Length; i++)
        {
            sheet.DrawLine(corners[i], corners[(i + 1) % corners.Length], HaloThickness, Halo, within);
        }
        for (int i = corners.Length - 1; i >= 0; i--)
        {
            sheet.DrawLine(corners[i], corners[(i + 1) % corners.Length], FrameThickness, i == 0 ? FrameTop : FrameSide, within);
        }
    }

    /// <summary>The input pixel from which an output position is read; 0 is the centre of the first column or row.</summary>
    private static Vector2 Pixel(ReadOnlySpan<float> theta, Vector2 output, int height, int width)
    {
        float u = (theta[0] * output.X) + (theta[1] * output.Y) + theta[2];
        float v = (theta[3] * output.X) + (theta[4] * output.Y) + theta[5];
        return new Vector2((((u + 1) * width) - 1) / 2, (((v + 1) * height) - 1) / 2);
    }
}
