using StnEngine.Datasets;
using StnEngine.Datasets.Png;
using Xunit;

namespace StnEngine.Tests.Datasets.Png;

/// <summary>Files whose chunks are whole and whose compressed data are not what they should be.</summary>
public sealed class PngDataErrorTests
{
    private static readonly TinyPng Grey = TinyPng.Noise(0, 8, 3, 5);

    [Theory]
    [InlineData(1, "inflate to 17 bytes where 18 were wanted")]
    [InlineData(17, "inflate to 1 bytes where 18 were wanted")]
    public void PngReader_TooFewRows_AreRefused(int missing, string phrase) => Refuses(TinyPng.Zlib(Grey.Data()[..^missing]), phrase);

    [Theory]
    [InlineData(1)]
    [InlineData(20_000_000)]
    public void PngReader_TooManyRows_AreRefusedWithoutReadingThem(int more)
    {
        byte[] zlib = TinyPng.Zlib([.. Grey.Data(), .. new byte[more]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(zlib, "the picture data inflate to more than the 18 bytes that the header wants.");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void PngReader_AFilterThatIsNone_IsRefused()
    {
        byte[] data = Grey.Data();
        data[12] = 5;
        Refuses(TinyPng.Zlib(data), "have filter 5, inflated at 12, where 0 to 4 was wanted.");
    }

    [Fact]
    public void PngReader_DataThatAreNoZlib_AreRefused()
    {
        byte[] zlib = TinyPng.Zlib(Grey.Data());
        Refuses([.. Enumerable.Repeat((byte)0x55, 40)], "are no zlib data, or damaged behind the first 0 bytes");
        Refuses([zlib[0], (byte)(zlib[1] | 0x20), .. zlib[2..]], "are no zlib data");
        Refuses([0x78, 0xBB, 1, 2, 3, 4, .. zlib[2..]], "are no zlib data");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void PngReader_ACutChecksum_IsRefused(int missing)
        => Refuses(TinyPng.Zlib(Grey.Data())[..^missing], "end in the checksum", "bytes are missing, or too many");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(50_000)]
    public void PngReader_BytesBehindTheData_AreRefused(int more)
        => Refuses([.. TinyPng.Zlib(Grey.Data()), .. new byte[more]], "end in the checksum", "bytes are missing, or too many");

    [Fact]
    public void PngReader_AnotherChecksumOfTheData_IsRefused()
    {
        byte[] zlib = TinyPng.Zlib(Grey.Data());
        zlib[^1] ^= 1;
        Refuses(zlib, "damaged behind the first");
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(6, 16)]
    public void PngReader_ALargePictureInFewBytes_IsRefusedBeforeMemoryIsTaken(int type, int depth)
    {
        TinyPng huge = TinyPng.Noise(type, depth, 1, 1) with { Height = 3900, Width = 16_384 };
        byte[] file = TinyPng.File(huge.ChunksWith(TinyPng.Zlib(new byte[1000])));
        long before = GC.GetAllocatedBytesForCurrentThread();
        RefusesFile(file, "bytes of picture data, which make at most", "where 16384x3900 pixels want");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Adler32_KnownBytes_GiveThePublishedValue()
    {
        Adler32 sum = new();
        sum.Add("Wiki"u8);
        sum.Add("pedia"u8);
        Assert.Equal(0x11E60398u, sum.Value);
        byte[] zlib = TinyPng.Zlib([.. Enumerable.Repeat(byte.MaxValue, 100_000)]);
        sum = new();
        sum.Add([.. Enumerable.Repeat(byte.MaxValue, 100_000)]);
        Assert.Equal(zlib[^4..], BitConverter.GetBytes(sum.Value).Reverse());
    }

    private static void Refuses(byte[] zlib, params string[] phrases)
        => RefusesFile(TinyPng.File(Grey.ChunksWith(zlib)), phrases);

    private static void RefusesFile(byte[] file, params string[] phrases)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => PngReader.Parse("bad.png", file));
        Assert.StartsWith("bad.png: at byte 41 ", error.Message, StringComparison.Ordinal);
        Assert.All(phrases, phrase => Assert.Contains(phrase, error.Message, StringComparison.Ordinal));
    }
}
