using System.Numerics;
using Stn.Explanations;
using StnEngine.Datasets.Png;

namespace Stn.Pictures;

/// <summary>Shows heat: from violet over red and orange to a pale yellow, ever lighter, so that it is read without colour too.</summary>
internal static class HeatColours
{
    // How much of the picture is left under the greatest heat, and how bright it is under none.
    private const float LeftUnderHeat = 0.25f;
    private const float Dimmed = 0.8f;
    private const int RgbaBytes = 4;

    private static readonly Vector3[] Stops = [new(40, 24, 84), new(128, 38, 110), new(208, 66, 72), new(246, 146, 54), new(252, 236, 164)];

    /// <summary>The colour of a heat.</summary>
    /// <param name="heat">0 to 1; beyond that clamped, NaN is 0.</param>
    public static Vector3 Of(float heat)
    {
        float at = (heat > 0 ? Math.Min(heat, 1) : 0) * (Stops.Length - 1);
        int below = Math.Min((int)at, Stops.Length - 2);
        return Vector3.Lerp(Stops[below], Stops[below + 1], at - below);
    }

    /// <summary>Paints an image, a heat map over it where one is given.</summary>
    /// <param name="sheet">Where.</param>
    /// <param name="area">The part that the image fills, each of its pixels with sharp edges.</param>
    /// <param name="image"><c>[channels, height, width]</c>, clamped to 0..1.</param>
    /// <param name="channels">1 for grey, 3 for red, green, blue.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="heat">The map, drawn smoothly.</param>
    public static void Paint(Picture sheet, PictureArea area, ReadOnlySpan<float> image, int channels, int height, int width, HeatMap? heat)
    {
        int plane = height * width, green = channels == 1 ? 0 : plane;
        for (int y = 0; y < area.Height; y++)
        {
            for (int x = 0; x < area.Width; x++)
            {
                int i = (y * height / area.Height * width) + (x * width / area.Width);
                Vector3 colour = Vector3.Clamp(new Vector3(image[i], image[i + green], image[i + (2 * green)]), Vector3.Zero, Vector3.One) * byte.MaxValue;
                if (heat is not null)
                {
                    float here = (float)heat.At(HeatMap.Centre(x, area.Width), HeatMap.Centre(y, area.Height));
                    colour = Vector3.Lerp(colour * Dimmed, Of(here), here * (1 - LeftUnderHeat));
                }

                sheet.Fill(Rounded(colour), new PictureArea(area.Left + x, area.Top + y, 1, 1));
            }
        }
    }

    /// <summary>A picture as large as the map that, laid over an image, makes of it what <see cref="Paint"/> does.</summary>
    public static PngPicture Overlay(HeatMap heat)
    {
        byte[] rgba = new byte[heat.Values.Length * RgbaBytes];
        for (int i = 0; i < heat.Values.Length; i++)
        {
            float share = heat.Values[i] * (1 - LeftUnderHeat);
            float opacity = 1 - (Dimmed * (1 - share));
            Colour colour = Rounded(Of(heat.Values[i]) * share / opacity);
            (rgba[RgbaBytes * i], rgba[(RgbaBytes * i) + 1], rgba[(RgbaBytes * i) + 2]) = (colour.Red, colour.Green, colour.Blue);
            rgba[(RgbaBytes * i) + 3] = (byte)((opacity * byte.MaxValue) + 0.5f);
        }

        return new PngPicture(new PngHeader(heat.Height, heat.Width, PngColourType.RgbAlpha, 8), rgba);
    }

    /// <summary>Paints the colours from no heat to the greatest.</summary>
    public static void PaintScale(Picture sheet, PictureArea area)
    {
        for (int x = 0; x < area.Width; x++)
        {
            sheet.Fill(Rounded(Of(x / (area.Width - 1f))), new PictureArea(area.Left + x, area.Top, 1, area.Height));
        }
    }

    private static Colour Rounded(Vector3 colour) => new((byte)(colour.X + 0.5f), (byte)(colour.Y + 0.5f), (byte)(colour.Z + 0.5f));
}
