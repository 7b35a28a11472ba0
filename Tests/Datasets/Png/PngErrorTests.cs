using System.Text;
using StnEngine.Datasets;
using StnEngine.Datasets.Png;
using Xunit;

namespace StnEngine.Tests.Datasets.Png;

public sealed class PngErrorTests
{
    // Chunks of a palette picture: IHDR at 8, PLTE at 33, IDAT at 54.
    private static readonly TinyPng Two = new(3, 1, 2, 2, [0, 1, 1, 0]) { Palette = [1, 2, 3, 4, 5, 6] };
    private static readonly TinyPng Grey = TinyPng.Noise(0, 8, 3, 5);
    private static readonly TinyPng Rgb = TinyPng.Noise(2, 8, 3, 5);

    [Fact]
    public void PngReader_AMissingFile_NamesIt()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Root, "absent.png");
        DatasetException error = Assert.Throws<DatasetException>(() => PngReader.Read(path));
        Assert.StartsWith($"{path}: the file is not there.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "at byte 0 is nothing where a PNG file has 89504E470D0A1A0A. Give a PNG file")]
    [InlineData("\x89PNG", "at byte 0 is 89504E47 where")]
    [InlineData("\x89PNG\n\x1a\n\0\0\0", "at byte 0 is 89504E470A1A0A00 where")]
    [InlineData("P6 2 2 255 ", "at byte 0 is 503620322032")]
    [InlineData("\x89PNG\r\n\x1a\n", "at byte 8 are 0 bytes where the head of another chunk was wanted")]
    [InlineData("\x89PNG\r\n\x1a\n\0\0\0\rIHD", "at byte 8 are 7 bytes where")]
    [InlineData("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "at byte 8 the chunk IHDR wants 13 bytes of content where the file has 0 left.")]
    [InlineData("\x89PNG\r\n\x1a\n\0\0\0\rI\0DR", "at byte 12 is 49004452 where the four letters")]
    public void PngReader_AnotherStart_IsShown(string content, string phrase) => Refuses(Encoding.Latin1.GetBytes(content), phrase);

    [Fact]
    public void PngReader_EveryCutFile_IsRefused()
    {
        byte[] file = (Two with { Transparency = [9], IdatBytes = 5 }).File();
        for (int length = 0; length < file.Length; length++)
        {
            Refuses(file[..length], "at byte ");
        }
    }

    [Fact]
    public void PngReader_EveryBrokenByte_IsRefused()
    {
        byte[] file = (Two with { Transparency = [9] }).File();
        for (int i = 0; i < file.Length; i++)
        {
            byte[] broken = [.. file];
            broken[i] ^= 0x10;
            Refuses(broken, "at byte ");
        }
    }

    [Fact]
    public void PngReader_ALengthBeyondTheFile_IsRefused()
    {
        byte[] file = Grey.File();
        file[33] = 0xFF;
        Refuses(file, "at byte 33 the chunk IDAT wants 42781", "bytes of content where the file has");
    }

    [Fact]
    public void PngReader_AnotherChecksum_NamesBoth()
    {
        byte[] file = Grey.File();
        file[^1] ^= 1;
        Refuses(file, $"at byte {file.Length - 4} the checksum of the chunk IEND is AE426083 where its content wants AE426082. The file is damaged");
    }

    [Theory]
    [InlineData(0, 0, "at byte 16 the width is 0 where 1 to 16384 was wanted.")]
    [InlineData(0, 16_385, "at byte 16 the width is 16385 where")]
    [InlineData(0, -1, "at byte 16 the width is 4294967295 where")]
    [InlineData(4, 0, "at byte 20 the height is 0 where")]
    [InlineData(4, int.MinValue, "at byte 20 the height is 2147483648 where")]
    public void PngReader_ExtentsThatAreNone_AreRefused(int at, int extent, string phrase)
    {
        byte[] header = Grey.Header();
        for (int i = 0; i < 4; i++)
        {
            header[at + i] = (byte)(extent >> (24 - (8 * i)));
        }
        Refuses(WithHeader(Grey, header), phrase, "Save the picture as PNG again.");
    }

    [Fact]
    public void PngReader_TooManyPixels_AreRefused()
        => Refuses(
            WithHeader(Grey, (Grey with { Width = 16_384, Height = 4097 }).Header()),
            "at byte 16 the extents are 16384x4097 where at most 64000000 pixels were wanted. Make the picture smaller.");

    [Theory]
    [InlineData(1, 8, "at byte 25 the colour type is 1 where 0, 2, 3, 4 or 6 was wanted.")]
    [InlineData(5, 8, "at byte 25 the colour type is 5 where")]
    [InlineData(255, 8, "at byte 25 the colour type is 255 where")]
    [InlineData(0, 0, "at byte 24 a sample has 0 bits where colour type 0 (Grey) wants 1, 2, 4, 8, 16.")]
    [InlineData(0, 3, "at byte 24 a sample has 3 bits")]
    [InlineData(0, 32, "at byte 24 a sample has 32 bits")]
    [InlineData(2, 4, "at byte 24 a sample has 4 bits where colour type 2 (Rgb) wants 8, 16.")]
    [InlineData(3, 16, "at byte 24 a sample has 16 bits where colour type 3 (Palette) wants 1, 2, 4, 8.")]
    [InlineData(4, 4, "colour type 4 (GreyAlpha) wants 8, 16.")]
    [InlineData(6, 1, "colour type 6 (RgbAlpha) wants 8, 16.")]
    public void PngReader_AKindThatIsNone_IsRefused(int type, int depth, string phrase)
        => Refuses(WithHeader(Grey, (Grey with { Type = type, Depth = depth }).Header()), phrase);

    [Theory]
    [InlineData(10, 1, "at byte 26 the method of compression is 1 where 0 was wanted")]
    [InlineData(11, 64, "at byte 27 the set of filters is 64 where 0 was wanted")]
    [InlineData(12, 2, "at byte 28 the interlace method is 2 where 0 (none) or 1 (Adam7) was wanted.")]
    public void PngReader_AnUnknownMethod_IsRefused(int at, byte value, string phrase)
    {
        byte[] header = Grey.Header();
        header[at] = value;
        Refuses(WithHeader(Grey, header), phrase);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    public void PngReader_AHeaderOfAnotherLength_IsRefused(int bytes)
        => Refuses(WithHeader(Grey, [.. Grey.Header().Concat(new byte[1]).Take(bytes)]), $"at byte 8 is the chunk IHDR with {bytes} bytes where 13 were wanted.");

    /// <summary>The words, a picture, a chunk to put in, where, and how many to take out there.</summary>
    public static TheoryData<string, string, string, byte[], int, int> Chunks => new()
    {
        { "at byte 8 is the chunk CgBI where IHDR was wanted, the first of every PNG file.", "grey", "CgBI", new byte[4], 0, 0 },
        { "at byte 8 is the chunk IDAT where IHDR was wanted", "grey", "", [], 0, 1 },
        { "at byte 33 is the chunk IHDR, which comes once, at the start.", "grey", "IHDR", Grey.Header(), 1, 0 },
        { "at byte 33 is the chunk ABCD, which is unknown, and without which the picture cannot be understood.", "grey", "ABCD", [], 1, 0 },
        { "at byte 33 is the chunk PLTE, where a picture of colour type Grey has none.", "grey", "PLTE", new byte[3], 1, 0 },
        { "at byte 33 is the chunk tRNS, with 6 bytes where 2 were wanted.", "grey", "tRNS", new byte[6], 1, 0 },
        { "at byte 33 is the chunk tRNS, with 2 bytes where 6 were wanted.", "rgb", "tRNS", new byte[2], 1, 0 },
        { "at byte 33 is the chunk tRNS, where a picture of colour type RgbAlpha has none.", "rgba", "tRNS", new byte[2], 1, 0 },
        { "at byte 33 is the chunk IEND, where the picture's data (IDAT) were wanted first.", "grey", "", [], 1, 1 },
        { "at byte 33 is the chunk PLTE, with 4 bytes where 1 to 256 colours of 3 were wanted.", "rgb", "PLTE", new byte[4], 1, 0 },
        { "at byte 33 is the chunk PLTE, with 0 bytes where 1 to 2 colours of 3 were wanted.", "two", "PLTE", [], 1, 1 },
        { "at byte 33 is the chunk PLTE, with 9 bytes where 1 to 2 colours of 3 were wanted.", "two", "PLTE", new byte[9], 1, 1 },
        { "at byte 33 is the chunk PLTE, with 771 bytes where 1 to 256 colours of 3 were wanted.", "rgb", "PLTE", new byte[771], 1, 0 },
        { "at byte 33 is the chunk IDAT, where the palette (PLTE) was wanted first.", "two", "", [], 1, 1 },
        { "at byte 51 is the chunk PLTE, which comes once.", "two", "PLTE", new byte[3], 2, 0 },
        { "is the chunk PLTE, which comes before tRNS and IDAT.", "rgb", "PLTE", new byte[3], 2, 0 },
        { "at byte 33 is the chunk tRNS, which comes after PLTE and before IDAT.", "two", "tRNS", new byte[1], 1, 0 },
        { "is the chunk tRNS, which comes after PLTE and before IDAT.", "two", "tRNS", new byte[1], 3, 0 },
        { "at byte 51 is the chunk tRNS, with 3 bytes where 1 to 2 were wanted.", "two", "tRNS", new byte[3], 2, 0 },
        { "at byte 51 is the chunk tRNS, with 0 bytes where 1 to 2 were wanted.", "two", "tRNS", [], 2, 0 },
        { "is the chunk IEND, with 1 bytes where none were wanted.", "grey", "IEND", new byte[1], 2, 1 },
        { "bytes where the file's end was wanted, behind the chunk IEND.", "grey", "tEXt", new byte[1], 3, 0 },
        { "are 0 bytes where the head of another chunk was wanted: the last one is IEND.", "grey", "", [], 2, 1 },
    };

    [Theory]
    [MemberData(nameof(Chunks))]
    public void PngReader_AChunkThatIsWrongOrOutOfPlace_IsNamed(string phrase, string picture, string type, byte[] content, int at, int takenOut)
    {
        TinyPng tiny = picture switch { "grey" => Grey, "rgb" => Rgb, "rgba" => TinyPng.Noise(6, 8, 2, 2), _ => Two };
        List<(string Type, byte[] Content)> chunks = tiny.Chunks();
        chunks.RemoveRange(at, takenOut);
        if (type.Length > 0)
        {
            chunks.Insert(at, (type, content));
        }
        Refuses(TinyPng.File(chunks), phrase);
    }

    [Fact]
    public void PngReader_DataThatIsInterrupted_IsRefused()
    {
        List<(string Type, byte[] Content)> chunks = (Grey with { IdatBytes = 6 }).Chunks();
        chunks.Insert(2, ("tEXt", new byte[1]));
        Refuses(TinyPng.File(chunks), "at byte 64 is the chunk IDAT, where others of its kind ended before: all IDAT follow each other.");
    }

    [Fact]
    public void PngReader_TransparencyTwice_IsRefused()
    {
        List<(string Type, byte[] Content)> chunks = (Grey with { Transparency = [0, 1] }).Chunks();
        chunks.Insert(1, ("tRNS", [0, 1]));
        Refuses(TinyPng.File(chunks), "at byte 47 is the chunk tRNS, which comes once.");
    }

    [Fact]
    public void PngReader_AColourBeyondThePalette_IsNamed()
        => Refuses(
            (TinyPng.Noise(3, 4, 3, 5) with { Palette = new byte[9], Samples = [.. Enumerable.Range(0, 15).Select(i => i == 14 ? 3 : i % 3)] }).File(),
            "the picture data have colour 3 where the palette has 0 to 2.");

    private static byte[] WithHeader(TinyPng tiny, byte[] header)
    {
        List<(string Type, byte[] Content)> chunks = tiny.Chunks();
        chunks[0] = ("IHDR", header);
        return TinyPng.File(chunks);
    }

    private static void Refuses(byte[] file, params string[] phrases)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => PngReader.Parse("some/bad.png", file));
        Assert.Equal("some/bad.png", error.Path);
        Assert.StartsWith("some/bad.png: at byte ", error.Message, StringComparison.Ordinal);
        Assert.All(phrases, phrase => Assert.Contains(phrase, error.Message, StringComparison.Ordinal));
    }
}
