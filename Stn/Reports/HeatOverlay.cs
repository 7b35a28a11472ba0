using System.Numerics;
using Stn.Explanations;
using Stn.Pictures;
using StnEngine.Datasets.Png;

namespace Stn.Reports;

/// <summary>Heat as an image to be laid over another: the hotter, the less it lets through.</summary>
internal static class HeatOverlay
{
    private const int Levels = 16, Bits = 4;
    private const int MostExtent = 48;
    private const double MostOpacity = 0.8;

    public static PageImage Of(HeatMap heat)
    {
        int factor = (Math.Max(heat.Height, heat.Width) + MostExtent - 1) / MostExtent;
        var header = new PngHeader(Math.Max(1, heat.Height / factor), Math.Max(1, heat.Width / factor), PngColourType.Palette, Bits);
        int stride = (header.Width + 1) / 2;
        byte[] rows = new byte[header.Height * stride];
        for (int y = 0; y < header.Height; y++)
        {
            for (int x = 0; x < header.Width; x++)
            {
                // The first of two pixels is the higher half of their byte.
                rows[(y * stride) + (x / 2)] |= (byte)(Level(heat.At(HeatMap.Centre(x, header.Width), HeatMap.Centre(y, header.Height))) << (x % 2 == 0 ? Bits : 0));
            }
        }

        return PageImage.Of(new PngPicture(header, rows) { Palette = Palette(), Transparency = Opacities() });
    }

    private static int Level(double heat) => heat > 0 ? (int)Math.Round(Math.Min(heat, 1) * (Levels - 1)) : 0;

    private static byte[] Palette() => [.. Enumerable.Range(0, Levels).SelectMany(i =>
    {
        Vector3 colour = HeatColours.Of(i / (Levels - 1f));
        return new[] { (byte)colour.X, (byte)colour.Y, (byte)colour.Z };
    })];

    private static byte[] Opacities() => [.. Enumerable.Range(0, Levels).Select(i => (byte)(byte.MaxValue * MostOpacity * i / (Levels - 1)))];
}
