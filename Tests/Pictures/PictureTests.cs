using System.Numerics;
using Stn.Pictures;
using Xunit;

namespace StnEngine.Tests.Pictures;

public sealed class PictureTests
{
    private static readonly Colour Black = new(0, 0, 0);
    private static readonly Colour White = new(255, 255, 255);
    private static readonly Colour Red = new(255, 0, 0);

    [Fact]
    public void Fill_APartBeyondTheEdge_PaintsWhatIsInside()
    {
        Picture picture = new(4, 3);
        picture.Fill(Red, new PictureArea(2, -5, 100, 7));
        Assert.Equal([(2, 0), (2, 1), (3, 0), (3, 1)], Inked(picture));
        picture.Fill(Red, new PictureArea(-9, 0, 5, 3));
        Assert.Equal(4, Inked(picture).Count);
    }

    [Fact]
    public void DrawImage_Grey_RepeatsEachPixelZoomTimes()
    {
        Picture picture = new(7, 5);
        picture.DrawImage([0, 1, 0.5f, 0.25f, 0, 0], 1, 2, 3, 1, 1, 2);
        Assert.Equal(White, picture[3, 1]);
        Assert.Equal(White, picture[4, 2]);
        Assert.Equal(new Colour(128, 128, 128), picture[6, 2]);
        Assert.Equal(new Colour(64, 64, 64), picture[1, 3]);
        Assert.Equal(Black, picture[5, 4]);
        Assert.Equal(4 + 4 + 4, Inked(picture).Count);
    }

    [Fact]
    public void DrawImage_Colour_ReadsPlaneByPlaneAndClamps()
    {
        Picture picture = new(2, 1);
        picture.DrawImage([1, float.NaN, -3, 2, 0.2f, 0], 3, 1, 2, 0, 0);
        Assert.Equal(new Colour(255, 0, 51), picture[0, 0]);
        Assert.Equal(new Colour(0, 255, 0), picture[1, 0]);
    }

    [Fact]
    public void DrawImage_TwoChannels_AreRedAndGreen()
    {
        Picture picture = new(2, 1);
        picture.DrawImage([1, 0, 0.2f, 1], 2, 1, 2, 0, 0);
        Assert.Equal(new Colour(255, 51, 0), picture[0, 0]);
        Assert.Equal(new Colour(0, 255, 0), picture[1, 0]);
    }

    [Theory]
    [InlineData(4, 16)]
    [InlineData(2, 7)]
    [InlineData(1, 3)]
    public void DrawImage_SizesThatContradict_SaySo(int channels, int values)
    {
        Picture picture = new(9, 9);
        ArgumentException error = Assert.Throws<ArgumentException>(() => picture.DrawImage(new float[values], channels, 2, 2, 0, 0));
        Assert.Contains($"{channels}x2x2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawLine_AlongPixelCentres_IsSharp()
    {
        Picture picture = new(9, 9);
        picture.DrawLine(new Vector2(2.5f, 4.5f), new Vector2(6.5f, 4.5f), 1, White);
        Assert.Equal([(2, 4), (3, 4), (4, 4), (5, 4), (6, 4)], Inked(picture));
        Assert.Equal(White, picture[4, 4]);
    }

    [Fact]
    public void DrawLine_BetweenTwoRows_BlendsBothByHalf()
    {
        Picture picture = new(9, 9);
        picture.Fill(new Colour(100, 0, 0));
        picture.DrawLine(new Vector2(-5, 4), new Vector2(50, 4), 1, new Colour(200, 0, 100));
        Assert.Equal(new Colour(150, 0, 50), picture[4, 3]);
        Assert.Equal(picture[4, 3], picture[4, 4]);
        Assert.Equal(new Colour(100, 0, 0), picture[4, 2]);
    }

    [Fact]
    public void DrawLine_AtAnyAngle_LaysDownLengthTimesThickness()
    {
        Picture picture = new(100, 100);
        picture.DrawLine(new Vector2(20, 30), new Vector2(80, 75), 2, White);
        double ink = picture.Rgb.Sum(value => value / 255.0) / 3;
        Assert.InRange(ink, 75 * 2, (75 * 2) + 5);
    }

    [Fact]
    public void DrawLine_FarAwayOrNotFinite_StaysWithinItsPart()
    {
        Picture picture = new(9, 9);
        PictureArea part = new(3, 3, 2, 2);
        picture.DrawLine(new Vector2(-1e9f, 4.5f), new Vector2(1e9f, 4.5f), 1, White, part);
        Assert.Equal([(3, 4), (4, 4)], Inked(picture));
        picture.DrawLine(new Vector2(float.NaN, 4), new Vector2(5, 5), 9, White);
        picture.DrawLine(new Vector2(5, 4), new Vector2(5, float.PositiveInfinity), 9, White);
        Assert.Equal(2, Inked(picture).Count);
    }

    [Fact]
    public void DrawText_ALetter_IsTheFontsGlyph()
    {
        Picture picture = new(10, 7);
        picture.DrawText("T", 0, 0, White);
        Assert.Equal("##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..", Rows(picture, 5, 7));
    }

    [Fact]
    public void DrawText_ALetterWithADescender_HangsBelowTheLine()
    {
        Picture picture = new(5, 9);
        picture.DrawText("p", 0, 0, White);
        Assert.Equal("..... ..... ####. #...# #...# #...# ####. #.... #....", Rows(picture, 5, 9));
    }

    [Fact]
    public void DrawText_AllOfAscii_IsToldApart()
    {
        HashSet<string> glyphs = [];
        for (char character = ' '; character <= '~'; character++)
        {
            Picture picture = new(5, 9);
            picture.DrawText($"{character}", 0, 0, White);
            Assert.True(glyphs.Add(Rows(picture, 5, 9)), $"'{character}' looks like another character");
        }
        Assert.Equal(95, glyphs.Count);
    }

    [Fact]
    public void DrawText_BeyondAscii_IsABox()
    {
        Picture picture = new(12, 7);
        picture.DrawText("\u00e9\u4e00", 0, 0, White);
        Assert.Equal(2 * 20, Inked(picture).Count);
    }

    [Theory]
    [InlineData("", 1, 0)]
    [InlineData("HH", 1, 11)]
    [InlineData("HHH", 3, 51)]
    public void TextWidth_AText_IsWhatDrawTextCovers(string text, int zoom, int width)
    {
        Picture picture = new(80, 30);
        picture.DrawText(text, 0, 0, White, zoom);
        Assert.Equal(width, Picture.TextWidth(text, zoom));
        Assert.Equal(width - 1, Inked(picture).Select(p => p.X).Append(-1).Max());
    }

    private static List<(int X, int Y)> Inked(Picture picture)
        => [.. from x in Enumerable.Range(0, picture.Width)
               from y in Enumerable.Range(0, picture.Height)
               where picture[x, y] != Black
               select (x, y)];

    private static string Rows(Picture picture, int width, int height)
        => string.Join(' ', Enumerable.Range(0, height).Select(y => string.Concat(
            Enumerable.Range(0, width).Select(x => picture[x, y] == Black ? '.' : '#'))));
}
