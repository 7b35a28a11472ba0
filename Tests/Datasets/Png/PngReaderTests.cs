using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using Xunit;

namespace StnEngine.Tests.Datasets.Png;

public sealed class PngReaderTests
{
    private static readonly (int Height, int Width)[] Sizes = [(1, 1), (1, 9), (7, 1), (2, 2), (3, 5), (5, 3), (8, 8), (17, 33)];

    [Theory]
    [MemberData(nameof(PngWriterTests.Kinds), MemberType = typeof(PngWriterTests))]
    public void PngReader_EveryKindFilterAndSize_GivesThePixels(int type, int depth, bool interlaced)
    {
        foreach ((int height, int width) in Sizes)
        {
            for (int filter = 0; filter <= TinyPng.AllFilters; filter++)
            {
                Check(TinyPng.Noise(type, depth, height, width, seed: 1 + filter) with { Interlaced = interlaced, Filter = filter });
            }
        }
    }

    [Theory]
    [InlineData(0, 1, 0x0001)]
    [InlineData(0, 1, 0xFFFF)]
    [InlineData(0, 2, 0x0002)]
    [InlineData(0, 4, 0xAB05)]
    [InlineData(0, 8, 0x0034)]
    [InlineData(0, 8, 0x1234)]
    [InlineData(0, 16, 0x1234)]
    [InlineData(2, 8, 0x0034)]
    [InlineData(2, 8, 0x1234)]
    [InlineData(2, 16, 0x1234)]
    public void PngReader_TheTransparentColour_IsBlackAndItsNeighboursAreNot(int type, int depth, int clear)
    {
        Random random = new(depth);
        int[] samples = new int[9 * 40 * PngFormat.Samples(type)];
        for (int i = 0; i < samples.Length; i++)
        {
            // Half the samples are the colour's own, the others differ from it in one bit.
            samples[i] = (clear ^ (random.Next(2) << random.Next(depth))) & ((1 << depth) - 1);
        }
        byte[] transparency = [.. Enumerable.Repeat<byte[]>([(byte)(clear >> 8), (byte)clear], PngFormat.Samples(type)).SelectMany(two => two)];
        TinyPng tiny = new(type, depth, 9, 40, samples) { Transparency = transparency };
        Check(tiny);
        Check(tiny with { Interlaced = true });
        Assert.NotEqual((tiny with { Transparency = [] }).OnBlack(), tiny.OnBlack());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(8, 1)]
    [InlineData(8, 100)]
    [InlineData(8, 255)]
    public void PngReader_OpacityOfAPalette_CountsForItsFirstColours(int depth, int colours)
    {
        byte[] transparency = new byte[colours];
        new Random(colours).NextBytes(transparency);
        Check(TinyPng.Noise(3, depth, 17, 33) with { Transparency = transparency });
        Check(TinyPng.Noise(3, depth, 17, 33) with { Transparency = transparency, Interlaced = true });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void PngReader_DataInManyChunks_IsPutTogether(int bytes)
    {
        Check(TinyPng.Noise(6, 16, 17, 33) with { IdatBytes = bytes, Filter = TinyPng.AllFilters });
        Check(TinyPng.Noise(3, 4, 17, 33) with { IdatBytes = bytes, Interlaced = true });
    }

    [Fact]
    public void PngReader_EmptyChunksAndOthersItCanDoWithout_ArePassedOver()
    {
        TinyPng tiny = TinyPng.Noise(2, 8, 4, 6);
        List<(string Type, byte[] Content)> chunks = tiny.Chunks();
        chunks.Insert(1, ("PLTE", [1, 2, 3]));
        chunks.Insert(1, ("gAMA", [0, 0, 177, 143]));
        chunks.Insert(3, ("acTL", [0, 0, 0, 1, 0, 0, 0, 0]));
        chunks.Insert(4, ("IDAT", []));
        chunks.Insert(6, ("IDAT", []));
        chunks.Insert(7, ("tEXt", "Title\0A title"u8.ToArray()));
        chunks.Insert(8, ("fdAT", []));
        Assert.Equal(tiny.OnBlack(), PngReader.Parse("extra.png", TinyPng.File(chunks)).Pixels.ToArray());
    }

    [Fact]
    public void PngReader_UnusedBitsOfARow_DoNotCount()
    {
        TinyPng tiny = TinyPng.Noise(3, 2, 3, 5);
        byte[] data = tiny.Data();
        foreach (int end in (int[])[2, 5, 8])
        {
            data[end] |= 0x3F;
        }
        Assert.Equal(tiny.OnBlack(), PngReader.Parse("bits.png", TinyPng.File(tiny.ChunksWith(TinyPng.Zlib(data)))).Pixels.ToArray());
    }

    [Fact]
    public void PngReader_AFileOfItsOwnWriter_GivesTheImage()
    {
        using TemporaryFolder folder = new();
        byte[] pixels = new byte[50 * 70 * 3];
        new Random(1).NextBytes(pixels);
        string path = Path.Combine(folder.Root, "own.png");
        PngWriter.Write(path, new ByteImage(50, 70, 3, pixels));
        ByteImage image = PngReader.Read(path);
        Assert.Equal((50, 70, 3), (image.Height, image.Width, image.Channels));
        Assert.Equal(pixels, image.Pixels.ToArray());
    }

    [Fact]
    public void PngReader_IsGrey_IsSaidByTheFirstChunk()
    {
        foreach ((int type, int depth) in PngFormat.Kinds)
        {
            byte[] file = TinyPng.Noise(type, depth, 2, 2).File();
            Assert.Equal(type is 0 or 4, PngReader.IsGrey("kind.png", file));
            Assert.Equal(type is 0 or 4, PngReader.IsGrey("kind.png", file.AsMemory(0, 33)));
        }
    }

    private static void Check(TinyPng tiny)
    {
        ByteImage image = PngReader.Parse("tiny.png", tiny.File());
        Assert.Equal((tiny.Height, tiny.Width, tiny.Type is 0 or 4 ? 1 : 3), (image.Height, image.Width, image.Channels));
        Assert.True(tiny.OnBlack().AsSpan().SequenceEqual(image.Pixels.Span), $"{tiny} has other pixels.");
    }
}
