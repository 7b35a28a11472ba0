namespace Stn.Pictures;

/// <summary>Shows what a transformer does: each image with the frame from which it samples, and what it makes of it.</summary>
internal static class TransformSheet
{
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
        sheet.Fill(SheetColours.Page);
        sheet.DrawText(title, SheetLayout.Border, SheetLayout.Border, SheetColours.Heading, SheetLayout.TextZoom);
        if (samples.Frames is not null)
        {
            FramePainter.DrawLegend(sheet, SheetLayout.Border, SheetLayout.LegendTop);
        }
        for (int row = 0; row < rows.Count; row++)
        {
            DrawRow(sheet, layout, samples, row, rows[row]);
        }
        return sheet;
    }

    private static void DrawRow(Picture sheet, SheetLayout layout, TransformSamples samples, int row, int[] members)
    {
        string label = SheetLayout.Label(samples.ClassNames[samples.Labels[members[0]]]);
        (int left, int top) = layout.LabelAt(row, label);
        sheet.DrawText(label, left, top, SheetColours.Heading, SheetLayout.TextZoom);
        for (int column = 0; column < Math.Min(members.Length, layout.Columns); column++)
        {
            DrawCard(sheet, layout, samples, members[column], layout.Card(row, column));
        }
    }

    private static void DrawCard(Picture sheet, SheetLayout layout, TransformSamples samples, int n, PictureArea card)
    {
        (int left, int top) = (card.Left + layout.Margin, card.Top + layout.Margin);
        sheet.Fill(SheetColours.Card, card);
        DrawImage(sheet, samples, samples.Inputs, n, left, top, layout.Zoom);
        if (samples.Frames is not null)
        {
            PictureArea around = card with { Width = layout.ImageWidth + (2 * layout.Margin) };
            FramePainter.Draw(sheet, samples.Frames[n], ImageAt(left), around);
            int warpedLeft = left + layout.ImageWidth + layout.Margin;
            DrawImage(sheet, samples, samples.Warped, n, warpedLeft, top, layout.Zoom);
            FramePainter.Draw(sheet, FramePainter.Whole, ImageAt(warpedLeft), card);
        }

        PictureArea ImageAt(int imageLeft) => new(imageLeft, top, layout.ImageWidth, layout.ImageHeight);
    }

    private static void DrawImage(Picture sheet, TransformSamples samples, float[] images, int n, int left, int top, int zoom)
        => sheet.DrawImage(
            images.AsSpan(n * samples.ImageSize, samples.ImageSize), samples.Channels, samples.Height, samples.Width, left, top, zoom);
}
