using StnEngine.Datasets.Images;
using Xunit;

namespace StnEngine.Tests.Datasets.Images;

public sealed class PictureFitTests
{
    [Fact]
    public void Apply_APictureOfTheCanvasSize_IsTakenAsItIs()
    {
        byte[] pixels = [.. Enumerable.Range(1, 36).Select(i => (byte)i)];
        Assert.Equal(pixels, new PictureFit(1, 4, keepsShape: true, 6).Apply(new ByteImage(6, 6, 1, pixels)));
    }

    [Fact]
    public void Apply_APictureOfTheImageSize_LiesInTheMiddleOfTheCanvas() =>
        Assert.Equal(
            [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0],
            new PictureFit(1, 2, keepsShape: true, 4).Apply(new ByteImage(2, 2, 1, new byte[] { 1, 2, 3, 4 })));

    [Theory]
    [InlineData(true, new byte[] { 0, 0, 200, 200, 200, 200, 0, 0 })]
    [InlineData(false, new byte[] { 200, 200, 200, 200, 200, 200, 200, 200 })]
    public void Apply_WhatIsNoSquare_KeepsItsShapeOrIsStretched(bool keepsShape, byte[] columns)
    {
        // Four wide and eight high, to eight by eight: what keeps its shape stands between black bars.
        ByteImage tall = new(8, 4, 1, Enumerable.Repeat((byte)200, 32).ToArray());
        Assert.Equal(Enumerable.Repeat(columns, 8).SelectMany(c => c), new PictureFit(1, 8, keepsShape, 8).Apply(tall));
    }

    // As if it had been laid on a square first, bit by bit.
    [Theory]
    [InlineData(9, 4, 3)]
    [InlineData(4, 9, 1)]
    [InlineData(61, 60, 3)]
    [InlineData(1, 200, 3)]
    [InlineData(200, 1, 1)]
    [InlineData(3, 2, 1)]
    public void Apply_WhatIsNoSquare_IsWhatItsSquareWouldBe(int height, int width, int channels)
    {
        byte[] pixels = new byte[height * width * channels];
        new Random(height).NextBytes(pixels);
        int side = Math.Max(height, width), top = (side - height) / 2, left = (side - width) / 2;
        byte[] square = new byte[side * side * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int y = i / channels / width, x = i / channels % width;
            square[((((top + y) * side) + left + x) * channels) + (i % channels)] = pixels[i];
        }

        foreach (int size in (int[])[5, 28, 90])
        {
            byte[] wanted = new PictureFit(channels, size, keepsShape: false, size).Apply(new ByteImage(side, side, channels, square));
            Assert.Equal(wanted, new PictureFit(channels, size, keepsShape: true, size).Apply(new ByteImage(height, width, channels, pixels)));
        }
    }

    [Fact]
    public void Apply_Colour_BecomesGreyByItsBrightness() =>
        Assert.Equal(
            [76, 150, 29, 77],
            new PictureFit(1, 2, keepsShape: true, 2).Apply(new ByteImage(2, 2, 3, new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255, 77, 77, 77 })));

    [Fact]
    public void Apply_Grey_BecomesAllThreeChannels() =>
        Assert.Equal(
            [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4],
            new PictureFit(3, 2, keepsShape: true, 2).Apply(new ByteImage(2, 2, 1, new byte[] { 1, 2, 3, 4 })));
}
