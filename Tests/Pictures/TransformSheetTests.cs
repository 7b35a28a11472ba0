using System.Numerics;
using Stn.Pictures;
using Xunit;

namespace StnEngine.Tests.Pictures;

public sealed class TransformSheetTests
{
    private static readonly Colour FrameSide = new(54, 190, 255);
    private static readonly Colour FrameTop = new(255, 122, 48);
    private static readonly float[] Identity = [1, 0, 0, 0, 1, 0];

    [Fact]
    public void TransformSheet_AnImage_StandsOnTheSheetWithItsTransformedTwin()
    {
        TransformSamples samples = Samples([0], Identity, height: 4, width: 8);
        samples.Inputs.AsSpan().Fill(1);
        samples.Warped.AsSpan().Fill(0.5f);
        SheetLayout layout = LayoutOf(samples);
        Picture sheet = TransformSheet.Draw(samples, "title");
        (int x, int y) = MiddleOfInput(layout, layout.Card(0, 0));
        Assert.Equal(new Colour(255, 255, 255), sheet[x, y]);
        Assert.Equal(new Colour(128, 128, 128), sheet[x + layout.ImageWidth + layout.Margin, y]);
    }

    [Fact]
    public void TransformSheet_TheIdentity_FramesTheWholeInputWithTheTopAbove()
    {
        TransformSamples samples = Samples([0], Identity, height: 16, width: 8);
        SheetLayout layout = LayoutOf(samples);
        Picture sheet = TransformSheet.Draw(samples, "");
        (int x, int y) = MiddleOfInput(layout, layout.Card(0, 0));
        Assert.Equal(FrameTop, sheet[x, y - (layout.ImageHeight / 2)]);
        Assert.Equal(FrameSide, sheet[x, y + (layout.ImageHeight / 2)]);
        Assert.Equal(FrameSide, sheet[x - (layout.ImageWidth / 2), y]);
        Assert.Equal(FrameSide, sheet[x + (layout.ImageWidth / 2), y]);
    }

    [Fact]
    public void TransformSheet_ThetaThatTurnsMovesAndShrinks_PutsTheFrameThere()
    {
        // The output's top (v = -1) is read from u = 0.25 + 0.5, a vertical line in the input's right half.
        TransformSamples samples = Samples([0], [0, -0.5f, 0.25f, 0.5f, 0, 0], height: 8, width: 16);
        SheetLayout layout = LayoutOf(samples);
        Picture sheet = TransformSheet.Draw(samples, "");
        (int x, int y) = MiddleOfInput(layout, layout.Card(0, 0));
        Assert.Equal(FrameTop, sheet[x + (layout.ImageWidth * 3 / 8), y]);
        Assert.Equal(FrameSide, sheet[x - (layout.ImageWidth / 8), y]);
        Assert.Equal(FrameSide, sheet[x, y - (layout.ImageHeight / 4)]);
        Assert.Equal(FrameSide, sheet[x, y + (layout.ImageHeight / 4)]);
    }

    [Fact]
    public void TransformSheet_AFrameThatLeavesTheImage_EndsWithinItsMargin()
    {
        TransformSamples samples = Samples([0, 0], [1.3f, 0.4f, 0, -0.4f, 1.1f, 0, .. Identity], height: 8, width: 8);
        SheetLayout layout = LayoutOf(samples);
        PictureArea cell = layout.Card(0, 0) with { Width = layout.ImageWidth + (2 * layout.Margin) };
        Picture withFrame = TransformSheet.Draw(samples, "");
        Picture withoutFrame = TransformSheet.Draw(samples with { Frames = Frames([.. Enumerable.Repeat(float.NaN, 6), .. Identity]) }, "");
        Assert.NotEqual(withFrame.Rgb, withoutFrame.Rgb);
        for (int i = 0; i < withFrame.Rgb.Length; i++)
        {
            (int x, int y) = (i / 3 % withFrame.Width, i / 3 / withFrame.Width);
            bool inside = x >= cell.Left && x < cell.Right && y >= cell.Top && y < cell.Bottom;
            Assert.True(inside || withFrame.Rgb[i] == withoutFrame.Rgb[i], $"({x}, {y}) is outside the cell and was painted");
        }
    }

    [Fact]
    public void TransformSheet_NoTheta_ShowsInputsWithoutFrames()
    {
        TransformSamples samples = Samples([0, 1, 1], null, height: 8, width: 8);
        Picture sheet = TransformSheet.Draw(samples, "plain");
        Assert.DoesNotContain(FrameTop, Colours(sheet));
        Assert.True(sheet.Width < TransformSheet.Draw(Samples([0, 1, 1], [.. Identity, .. Identity, .. Identity], 8, 8), "plain").Width);
    }

    [Fact]
    public void TransformSheet_ManySamples_ShowsTheFirstThatFit()
    {
        TransformSamples samples = Samples([.. Enumerable.Repeat((byte)1, 100)], null, height: 28, width: 28);
        Picture sheet = TransformSheet.Draw(samples, "many");
        Assert.InRange(LayoutOf(samples).Columns, 6, 20);
        Assert.InRange(sheet.Width, 1200, 1600);
    }

    [Fact]
    public void TransformSheet_NoSamples_IsATitle()
        => Assert.Contains(new Colour(240, 242, 246), Colours(TransformSheet.Draw(Samples([], [], 8, 8), "nothing")));

    [Fact]
    public void TransformSheet_ArraysThatContradict_SaySo()
    {
        TransformSamples samples = Samples([0, 1], [.. Identity, .. Identity], 8, 8);
        Assert.Contains("given 128, 128 and 1", Refusal(samples with { Frames = Frames(Identity) }), StringComparison.Ordinal);
        Assert.Contains("given 127", Refusal(samples with { Inputs = new float[127] }), StringComparison.Ordinal);
        Assert.Contains("Label 9", Refusal(samples with { Labels = [0, 9] }), StringComparison.Ordinal);
    }

    private static string Refusal(TransformSamples samples)
        => Assert.Throws<ArgumentException>(() => TransformSheet.Draw(samples, "")).Message;

    private static SheetLayout LayoutOf(TransformSamples samples)
        => new(samples, "", [.. Enumerable.Range(0, samples.ClassNames.Count).Select(samples.OfClass).Where(row => row.Length > 0)]);

    private static (int X, int Y) MiddleOfInput(SheetLayout layout, PictureArea card)
        => (card.Left + layout.Margin + (layout.ImageWidth / 2), card.Top + layout.Margin + (layout.ImageHeight / 2));

    private static HashSet<Colour> Colours(Picture picture)
        => [.. from x in Enumerable.Range(0, picture.Width) from y in Enumerable.Range(0, picture.Height) select picture[x, y]];

    private static TransformSamples Samples(byte[] labels, float[]? theta, int height, int width) => new()
    {
        Inputs = new float[labels.Length * height * width],
        Warped = new float[labels.Length * height * width],
        Frames = theta is null ? null : Frames(theta),
        Labels = labels,
        ClassNames = ["stop", "priority road"],
        Channels = 1,
        Height = height,
        Width = width,
    };

    // The corners where an affine transformation, six numbers a sample, takes them.
    private static Vector2[][] Frames(float[] theta) =>
    [
        .. theta.Chunk(6).Select(t => new Vector2[] { new(-1, -1), new(1, -1), new(1, 1), new(-1, 1) }
            .Select(c => new Vector2((t[0] * c.X) + (t[1] * c.Y) + t[2], (t[3] * c.X) + (t[4] * c.Y) + t[5])).ToArray()),
    ];
}
