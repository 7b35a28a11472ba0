using System.Numerics;
using Stn.Explanations;

namespace Stn.Pictures;

/// <summary>Shows where a classifier looked: each picture with its frame, the heat on it, what the transformer made of it, and the heat on that.</summary>
internal static class HeatSheet
{
    private const int ImageExtent = 168;
    private const int LineHeight = 14 + (SheetLayout.TextZoom * Font5x7.GlyphHeight);
    private const int TextHeight = SheetLayout.TextZoom * Font5x7.GlyphHeight;
    private const int ScaleWidth = 120;
    private const int Gap = 10;

    private static readonly string[] Columns = ["input", "heat on it", "transformed", "heat on it"];

    /// <summary>Draws a row for each entry.</summary>
    /// <param name="rows">At least one, all with a transformer or all without, and all inputs of one size.</param>
    /// <param name="title">Stands above.</param>
    public static Picture Draw(IReadOnlyList<HeatRow> rows, string title)
    {
        HeatImage first = rows[0].Input;
        int zoom = Math.Max(1, ImageExtent / Math.Max(first.Height, first.Width));
        (int width, int height) = (zoom * first.Width, zoom * first.Height);

        // A square turned by 45 degrees stands out by 0.21 of its side; 2 more for the line.
        int margin = 2 + (int)(0.21 * Math.Max(width, height));
        int cells = rows[0].Transformed is null ? 2 : 4;
        (int cardWidth, int cardHeight) = ((cells * (width + margin)) + margin, height + (2 * margin));
        int rowHeight = LineHeight + cardHeight + Gap;
        int header = SheetLayout.Border + (2 * LineHeight) + (cells > 2 ? LineHeight : 0);
        int widest = rows.Select(r => Picture.TextWidth(r.Label, SheetLayout.TextZoom)).Append(Picture.TextWidth(title, SheetLayout.TextZoom)).Append(cardWidth).Max();
        Picture sheet = new((2 * SheetLayout.Border) + widest, header + LineHeight + (rows.Count * rowHeight) - Gap + SheetLayout.Border);
        sheet.Fill(SheetColours.Page);
        sheet.DrawText(title, SheetLayout.Border, SheetLayout.Border, SheetColours.Heading, SheetLayout.TextZoom);
        DrawLegend(sheet, cells > 2);
        for (int cell = 0; cell < cells; cell++)
        {
            int middle = CellLeft(cell) + ((width - Picture.TextWidth(Columns[cell], SheetLayout.TextZoom)) / 2);
            sheet.DrawText(Columns[cell], middle, header, SheetColours.Text, SheetLayout.TextZoom);
        }

        for (int row = 0; row < rows.Count; row++)
        {
            int top = header + LineHeight + (row * rowHeight);
            sheet.DrawText(rows[row].Label, SheetLayout.Border, top, SheetColours.Heading, SheetLayout.TextZoom);
            PictureArea card = new(SheetLayout.Border, top + LineHeight, cardWidth, cardHeight);
            sheet.Fill(SheetColours.Card, card);
            DrawPair(sheet, rows[row].Input, CellAt(0, card), CellAt(1, card), card with { Width = width + (2 * margin) });
            if (rows[row].Transformed is { } transformed)
            {
                DrawPair(sheet, transformed, CellAt(2, card), CellAt(3, card), card);
            }
        }

        return sheet;

        int CellLeft(int cell) => SheetLayout.Border + margin + (cell * (width + margin));

        PictureArea CellAt(int cell, PictureArea card) => new(CellLeft(cell), card.Top + margin, width, height);
    }

    private static void DrawLegend(Picture sheet, bool frames)
    {
        int top = SheetLayout.LegendTop;
        if (frames)
        {
            FramePainter.DrawLegend(sheet, SheetLayout.Border, top);
            top += LineHeight;
        }

        int left = SheetLayout.Border;
        foreach (string part in (string[])["speaks for the class: nothing", "", "most"])
        {
            if (part.Length == 0)
            {
                HeatColours.PaintScale(sheet, new PictureArea(left, top, ScaleWidth, TextHeight));
                left += ScaleWidth + Gap;
                continue;
            }

            sheet.DrawText(part, left, top, SheetColours.Text, SheetLayout.TextZoom);
            left += Picture.TextWidth(part, SheetLayout.TextZoom) + Gap;
        }
    }

    private static void DrawPair(Picture sheet, HeatImage image, PictureArea plain, PictureArea heated, PictureArea within)
    {
        HeatColours.Paint(sheet, plain, image.Pixels, image.Channels, image.Height, image.Width, null);
        HeatColours.Paint(sheet, heated, image.Pixels, image.Channels, image.Height, image.Width, image.Heat);
        FramePainter.Draw(sheet, image.Frame, plain, within);
    }
}
