using Stn.Explanations;
using Stn.Pictures;
using StnEngine.Datasets.Png;
using Xunit;

namespace StnEngine.Tests.Pictures;

public sealed class HeatColoursTests
{
    [Fact]
    public void Overlay_LaidOverAPicture_IsWhatPaintPaints()
    {
        const int Steps = 11;
        var heat = new HeatMap(1, Steps, [.. Enumerable.Range(0, Steps).Select(i => i / (Steps - 1f))]);
        PngPicture overlay = HeatColours.Overlay(heat);
        Assert.Equal(new PngHeader(1, Steps, PngColourType.RgbAlpha, 8), overlay.Header);
        foreach (float grey in (float[])[0, 0.4f, 1])
        {
            var painted = new Picture(Steps, 1);
            HeatColours.Paint(painted, painted.Area, [.. Enumerable.Repeat(grey, Steps)], 1, 1, Steps, heat);
            for (int i = 0; i < 3 * Steps; i++)
            {
                ReadOnlySpan<byte> pixel = overlay.Rows.Span.Slice(4 * (i / 3), 4);
                double laid = ((255 - pixel[3]) * grey) + (pixel[3] * pixel[i % 3] / 255.0);
                Assert.InRange(laid, painted.Rgb[i] - 2, painted.Rgb[i] + 2);
            }
        }
    }
}
