using StnEngine.Datasets.Images;
using StnEngine.Datasets.Ppm;
using StnEngine.Tests.Datasets.Ppm;
using Xunit;

namespace StnEngine.Tests.Datasets.Images;

public sealed class ImageResizerTests
{
    /// <summary>Height, width; the box; the size.</summary>
    public static TheoryData<int, int, double[], int> Cases => new()
    {
        { 100, 80, [0, 0, 100, 80], 48 },
        { 250, 250, [0, 0, 250, 250], 7 },
        { 96, 96, [0, 0, 96, 96], 48 },
        { 49, 49, [0, 0, 49, 49], 48 },
        { 15, 17, [0, 0, 15, 17], 48 },
        { 20, 130, [0, 0, 20, 130], 33 },
        { 130, 20, [0, 0, 130, 20], 33 },
        { 60, 70, [5, 7, 55, 61], 32 },
        { 32, 32, [3.2, 2.7, 28.9, 29.1], 48 },
        { 90, 90, [10.25, 11.5, 77.75, 80.125], 32 },
        { 9, 9, [4, 4, 5, 5], 6 },
        { 9, 9, [8, 0, 9, 9], 6 },
        { 1, 1, [0, 0, 1, 1], 5 },
        { 1, 40, [0, 0, 1, 40], 5 },
        { 12, 10, [0, 0, 12, 10], 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void ImageResizer_OfNoise_IsTheNaiveSumRounded(int height, int width, double[] box, int size)
    {
        ByteImage image = PpmFile.Noise(height, width, seed: height + width);
        byte[] resized = Resize(image, new PixelBox(box[0], box[1], box[2], box[3]), size);
        for (int y = 0; y < size; y++)
        {
            double[] down = NaiveWeights(box[0], box[2], height, size, y);
            for (int x = 0; x < size; x++)
            {
                double[] across = NaiveWeights(box[1], box[3], width, size, x);
                for (int c = 0; c < 3; c++)
                {
                    double wanted = NaiveSum(image, down, across, c);
                    Assert.InRange(resized[(((c * size) + y) * size) + x], wanted - 0.501, wanted + 0.501);
                }
            }
        }
    }

    [Fact]
    public void ImageResizer_AtTheSameSize_GivesThePixels()
    {
        ByteImage image = PpmFile.Noise(48, 48, 1);
        byte[] resized = Resize(image, PixelBox.Whole(image), 48);
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(image.Pixels.ToArray().Where((_, i) => i % 3 == c), resized.Skip(c * 48 * 48).Take(48 * 48));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(100)]
    public void ImageResizer_OutsideTheBox_CountsForNothing(int size)
    {
        byte[] file = PpmFile.WithBox(61, 67, (6, 9, 55, 58), inside: 77, outside: 255);
        Assert.All(Resize(PpmReader.Parse("box", file), new PixelBox(6, 9, 55, 58), size), value => Assert.Equal(77, value));
    }

    [Fact]
    public void ImageResizer_AfterALargerImage_KeepsNothingOfIt()
    {
        ImageResizer resizer = new(3, 16);
        ByteImage image = PpmFile.Noise(20, 20, 3);
        byte[] used = new byte[3 * 16 * 16];
        resizer.Resize(PpmFile.Noise(90, 90, 4), new PixelBox(0, 0, 90, 90), used);
        resizer.Resize(image, PixelBox.Whole(image), used);
        Assert.Equal(Resize(image, PixelBox.Whole(image), 16), used);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void ImageResizer_OneColour_Stays(byte value)
    {
        for (int size = 1; size < 70; size++)
        {
            ByteImage image = PpmReader.Parse("plain", PpmFile.OneColour(37, 41, value));
            Assert.All(Resize(image, PixelBox.Whole(image), size), result => Assert.Equal(value, result));
        }
    }

    [Fact]
    public void ImageResizer_AGreyImage_IsResizedAsAChannelAndFillsAllThatAreWanted()
    {
        const int Size = 13;
        ByteImage colour = PpmFile.Noise(31, 19, seed: 5);
        ByteImage grey = new(31, 19, 1, colour.Pixels.ToArray().Where((_, i) => i % 3 == 0).ToArray());
        byte[] red = Resize(colour, PixelBox.Whole(colour), Size)[..(Size * Size)];
        Assert.Equal(red, Resize(grey, PixelBox.Whole(grey), Size));
        byte[] widened = new byte[3 * Size * Size];
        new ImageResizer(3, Size).Resize(grey, PixelBox.Whole(grey), widened);
        Assert.Equal([.. red, .. red, .. red], widened);
    }

    private static byte[] Resize(ByteImage image, PixelBox box, int size)
    {
        byte[] result = new byte[image.Channels * size * size];
        new ImageResizer(image.Channels, size).Resize(image, box, result);
        return result;
    }

    private static double NaiveSum(ByteImage image, double[] down, double[] across, int c)
    {
        double sum = 0;
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                sum += down[y] * across[x] * image.Pixels.Span[(((y * image.Width) + x) * 3) + c];
            }
        }
        return sum;
    }

    // Of every pixel of the axis: the share of the output's stretch that it covers; enlarging, how near it is to the output's centre.
    private static double[] NaiveWeights(double from, double to, int length, int size, int output)
    {
        double step = (to - from) / size;
        (double start, double end) = (from + (output * step), from + ((output + 1) * step));
        double centre = Math.Min(Math.Max(((start + end) / 2) - 0.5, Math.Floor(from)), Math.Ceiling(to) - 1);
        return [.. Enumerable.Range(0, length).Select(pixel => step > 1
            ? Math.Max(0, Math.Min(end, pixel + 1) - Math.Max(start, pixel)) / (end - start)
            : Math.Max(0, 1 - Math.Abs(pixel - centre)))];
    }
}
