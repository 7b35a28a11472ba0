using System.Text;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using Xunit;

namespace StnEngine.Tests.Datasets.Png;

public sealed class PngWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            TheoryData<int, int, bool> rows = [];
            foreach ((int type, int depth) in PngFormat.Kinds)
            {
                rows.Add(type, depth, false);
                rows.Add(type, depth, true);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PngWriter_EveryKind_ReadsBackEqual(int type, int depth, bool interlaced)
    {
        foreach ((int height, int width) in ((int, int)[])[(1, 1), (3, 5), (5, 3), (8, 8), (17, 33)])
        {
            TinyPng tiny = TinyPng.Noise(type, depth, height, width) with { Interlaced = interlaced };
            StrictPng read = Encode(tiny.Picture());
            Assert.Equal((height, width, type, depth, interlaced), (read.Height, read.Width, read.Type, read.Depth, read.Interlaced));
            Assert.Equal(tiny.Samples, read.Samples);
            Assert.Equal(type == 3 ? ["IHDR", "PLTE", "IDAT", "IEND"] : ["IHDR", "IDAT", "IEND"], read.Types);
            Assert.Equal(tiny.Palette, read.Palette);
        }
    }

    [Theory]
    [InlineData(0, 4, new byte[] { 0, 7 })]
    [InlineData(2, 16, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(3, 2, new byte[] { 0, 128 })]
    public void PngWriter_Transparency_ComesBeforeTheData(int type, int depth, byte[] transparency)
    {
        StrictPng read = Encode((TinyPng.Noise(type, depth, 4, 6) with { Transparency = transparency }).Picture());
        Assert.Equal(transparency, read.Transparency);
        Assert.Equal(["tRNS", "IDAT", "IEND"], read.Types[^3..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void PngWriter_AnImage_IsWrittenAsItIs(int channels)
    {
        byte[] pixels = new byte[7 * 3 * channels];
        new Random(channels).NextBytes(pixels);
        string path = Path.Combine(_folder.Root, "image.png");
        PngWriter.Write(path, new ByteImage(7, 3, channels, pixels));
        StrictPng read = StrictPng.Read(File.ReadAllBytes(path));
        Assert.Equal((7, 3, channels == 1 ? 0 : 2, 8), (read.Height, read.Width, read.Type, read.Depth));
        Assert.Equal(pixels.Select(value => (int)value), read.Samples);
    }

    [Fact]
    public void PngWriter_EveryFilter_ReadsBackEqual()
    {
        byte[] pixels = new byte[60 * 60 * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int x, int y, int c) = (i / 3 % 60, i / 180, i % 3);
            pixels[i] = (byte)((y / 10) switch
            {
                0 => 0,
                1 => 3 * x,
                2 => 37 * x * x,
                3 => (50 * Math.Sin(x)) + (4 * y),
                4 => (x + c) * y,
                _ => 128 + (40 * Math.Sin(x * 0.7)) + (40 * Math.Cos(y * 0.9)) + (10 * Math.Sin(x * y)),
            });
        }
        StrictPng read = Encode(PngPicture.Of(new ByteImage(60, 60, 3, pixels)));
        Assert.Equal(pixels.Select(value => (int)value), read.Samples);
        Assert.Equal([0, 1, 2, 3, 4], read.Filters.Order());
    }

    [Fact]
    public void PngWriter_AFlatPicture_IsSmall()
    {
        using MemoryStream stream = new();
        PngWriter.Write(stream, PngPicture.Of(new ByteImage(1000, 1000, 3, new byte[3_000_000])));
        Assert.InRange(stream.Length, 1, 20_000);
    }

    [Fact]
    public void PngWriter_AnOldFile_IsReplacedAndNothingElseLeft()
    {
        string path = _folder.Write("a.png", [1, 2, 3]);
        TinyPng tiny = TinyPng.Noise(2, 8, 4, 5);
        PngWriter.Write(path, tiny.Picture());
        Assert.Equal(tiny.Samples, StrictPng.Read(File.ReadAllBytes(path)).Samples);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void PngWriter_APlaceThatCannotBeWritten_LeavesNothing()
    {
        string path = Path.Combine(_folder.Root, "a.png");
        Directory.CreateDirectory(path);
        PngPicture picture = TinyPng.Noise(0, 8, 4, 5).Picture();
        Assert.ThrowsAny<Exception>(() => PngWriter.Write(path, picture));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));
        Assert.ThrowsAny<IOException>(() => PngWriter.Write(Path.Combine(_folder.Root, "no folder", "a.png"), picture));
    }

    public static TheoryData<string, PngPicture> Contradictions => new()
    {
        { "wants 20 bytes of rows, given 19", new PngPicture(new PngHeader(4, 5, PngColourType.Grey, 8), new byte[19]) },
        { "wants 8 bytes of rows, given 7", new PngPicture(new PngHeader(4, 9, PngColourType.Grey, 1), new byte[7]) },
        { "4 bits a sample do not go with Rgb", new PngPicture(new PngHeader(4, 5, PngColourType.Rgb, 4), new byte[20]) },
        { "8 bits a sample do not go with 5", new PngPicture(new PngHeader(4, 5, (PngColourType)5, 8), new byte[20]) },
        { "Height", new PngPicture(new PngHeader(0, 5, PngColourType.Grey, 8), default) },
        { "Width", new PngPicture(new PngHeader(5, -1, PngColourType.Grey, 8), default) },
        { "0 bytes of palette", new PngPicture(new PngHeader(1, 1, PngColourType.Palette, 8), new byte[1]) },
        { "7 bytes of palette", new PngPicture(new PngHeader(1, 1, PngColourType.Palette, 8), new byte[1]) { Palette = new byte[7] } },
        { "9 bytes of palette", new PngPicture(new PngHeader(1, 1, PngColourType.Palette, 1), new byte[1]) { Palette = new byte[9] } },
        { "3 bytes of palette", new PngPicture(new PngHeader(1, 1, PngColourType.Grey, 8), new byte[1]) { Palette = new byte[3] } },
        { "column 1 of row 1 is beyond the 2", new PngPicture(new PngHeader(2, 2, PngColourType.Palette, 2), new byte[] { 0x10, 0x20 }) { Palette = new byte[6] } },
        {
            "wants 2 bytes of transparency, given 3",
            new PngPicture(new PngHeader(1, 1, PngColourType.Palette, 2), new byte[1]) { Palette = new byte[6], Transparency = new byte[3] }
        },
        { "wants 6 bytes of transparency, given 2", new PngPicture(new PngHeader(1, 1, PngColourType.Rgb, 8), new byte[3]) { Transparency = new byte[2] } },
        { "wants 0 bytes of transparency, given 2", new PngPicture(new PngHeader(1, 1, PngColourType.GreyAlpha, 8), new byte[2]) { Transparency = new byte[2] } },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void PngWriter_WhatNobodyCouldRead_IsRefused(string phrase, PngPicture picture)
    {
        using MemoryStream stream = new();
        Assert.Contains(phrase, Assert.ThrowsAny<ArgumentException>(() => PngWriter.Write(stream, picture)).Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void Crc32_TheCheckString_GivesThePublishedValue()
        => Assert.Equal(0xCBF43926, Crc32.Of(Encoding.ASCII.GetBytes("1234"), Encoding.ASCII.GetBytes("56789")));

    private static StrictPng Encode(PngPicture picture)
    {
        using MemoryStream stream = new();
        PngWriter.Write(stream, picture);
        return StrictPng.Read(stream.ToArray());
    }
}
