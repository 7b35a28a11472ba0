using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Ppm;
using Xunit;

namespace StnEngine.Tests.Datasets.Ppm;

public sealed class PpmReaderTests : IDisposable
{
    // They look like white space and a comment, and are the first pixels.
    private static readonly byte[] TwoPixels = [(byte)'\n', (byte)'#', (byte)' ', 4, 5, 6];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("P6\n2 1\n255\n")]
    [InlineData("P6 2 1 255 ")]
    [InlineData("P6\r\n# made by hand, 1997\r\n2\t001\r\n#\n# 9 9\n\v\f255\r")]
    [InlineData("P6#2\n2#2\n1#2\r255\n")]
    public void PpmReader_AGoodFile_GivesItsSizeAndPixels(string header)
    {
        ByteImage image = PpmReader.Read(_folder.Write("good.ppm", PpmFile.Of(header, TwoPixels)));
        Assert.Equal((1, 2, 3), (image.Height, image.Width, image.Channels));
        Assert.Equal(TwoPixels, image.Pixels.ToArray());
    }

    [Fact]
    public void PpmReader_AMissingFile_NamesIt()
        => Refuses(Path.Combine(_folder.Root, "absent.ppm"), "the file is not there.", "Put it there");

    [Fact]
    public void PpmReader_AFolder_CannotBeRead() => Refuses(_folder.Root, "cannot be read", "Check its permissions.");

    [Theory]
    [InlineData("", "starts with nothing")]
    [InlineData("P", "starts with 50,")]
    [InlineData("P3\n2 1\n255\n", "starts with 5033,")]
    [InlineData("\u0089PNG", "starts with 8950,")]
    public void PpmReader_AnotherFormat_IsShown(string content, string given)
        => Refuses(PpmFile.Of(content), given, "a binary PPM file starts with 5036 (P6)", "Give a binary PPM file (P6) with 8 bits a channel.");

    [Theory]
    [InlineData("P6")]
    [InlineData("P6\n2")]
    [InlineData("P6\n2 1\n255")]
    [InlineData("P6\n2 163")]
    [InlineData("P6\n# a comment without end")]
    public void PpmReader_AFileThatEndsInItsHeader_IsRefused(string content)
        => Refuses(PpmFile.Of(content), $"ends within its header, after {content.Length} bytes.", "Fetch the file again.");

    [Theory]
    [InlineData("P6\nx2 1\n255\n", "has 78 where the width was wanted: white space and a number from 1 to 16384")]
    [InlineData("P62 1\n255\n", "has 3220 where the width")]
    [InlineData("P6\n-2 1\n255\n", "has 2D where the width")]
    [InlineData("P6\n0 1\n255\n", "has 3020 where the width")]
    [InlineData("P6\n2x1\n255\n", "has 78 where the height")]
    [InlineData("P6\n2 16385\n255\n", "has 31363338350A where the height")]
    [InlineData("P6\n2 99999999999999999999\n255\n", "has 393939393939 where the height")]
    [InlineData("P6\n2 1\n0\n", "has 300A where the largest value was wanted")]
    public void PpmReader_ANumberThatIsNone_IsShown(string header, string phrase) => Refuses(PpmFile.Of(header, TwoPixels), phrase);

    [Theory]
    [InlineData(1)]
    [InlineData(254)]
    [InlineData(65535)]
    public void PpmReader_AnotherDepth_IsRefused(int largest)
        => Refuses(PpmFile.Of($"P6\n2 1\n{largest}\n", TwoPixels), $"its largest value is {largest} where 255 was wanted.", "8 bits a channel");

    [Fact]
    public void PpmReader_NoWhiteSpaceBeforeThePixels_IsRefused()
        => Refuses(PpmFile.Of("P6\n2 1\n255#", TwoPixels), "its header ends in 23 where a white-space character was wanted.");

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    public void PpmReader_AnotherLength_NamesBoth(int bytes)
        => Refuses(PpmFile.Of("P6\n2 1\n255\n", new byte[bytes]), $"its extents 2x1 want 6 bytes of pixels, but the file has {bytes}.", "Fetch the file again.");

    [Fact]
    public void PpmReader_AHeaderThatLies_IsRefusedBeforeAllocating()
    {
        string path = _folder.Write("liar.ppm", PpmFile.Of("P6\n16384 16384\n255\n", TwoPixels));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(path, "its extents 16384x16384 want 805306368 bytes");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void PpmReader_AnAbsurdlyLongFile_IsRefusedUnread()
    {
        string path = _folder.Write("long.ppm", PpmFile.Of("P6\n2 1\n255\n"));
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(1L << 33);
        }
        Refuses(path, "holds 8589934592 bytes where at most 134217728 were wanted.");
    }

    private void Refuses(byte[] content, params string[] phrases) => Refuses(_folder.Write("bad.ppm", content), phrases);

    private static void Refuses(string path, params string[] phrases)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => PpmReader.Read(path));
        Assert.Equal(path, error.Path);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        foreach (string phrase in phrases)
        {
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        }
    }
}
