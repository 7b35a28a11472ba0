using System.Buffers.Binary;
using System.Text;
using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using StnEngine.Datasets.Ppm;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Datasets.Png;
using StnEngine.Tests.Datasets.Ppm;
using Xunit;

namespace StnEngine.Tests.Mutations;

/// <summary>Small files that want to become large, made by hand. What they may take is memory, for time is not the same twice.</summary>
public sealed class DatasetBombTests : IDisposable
{
    private const int Mega = 1_000_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Idx_OfAGzipBomb_IsRefusedBeforeMemoryIsTaken()
    {
        // Noise, so that the file is long enough for its extents to be possible.
        byte[] noise = new byte[300_000];
        new Random(1).NextBytes(noise);
        string path = _folder.Write("idx.gz", TemporaryFolder.Gzip(TemporaryFolder.Idx(noise, 200 * Mega)));
        Assert.Contains("more than images do", Refused(1 * Mega, () => IdxReader.Read(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_OfMillionsOfPixelsThatAreOneEach_TakeNoMoreThanThese()
    {
        string path = _folder.Write("idx.gz", TemporaryFolder.Gzip(TemporaryFolder.Idx(new byte[20 * Mega], 20 * Mega, 1, 1)));
        IReadOnlyList<ByteImage> pictures = [];
        Takes(21 * Mega, () => pictures = PictureReader.Read(path));
        Assert.Equal((20 * Mega, 1), (pictures.Count, pictures[^1].Pixels.Length));
    }

    [Fact]
    public void Ppm_OfAnEndlessNumber_ShowsItsBeginning()
    {
        byte[] file = PpmFile.Of($"P6\n{new string('0', 5 * Mega)} 1\n255\n");
        Assert.InRange(Refused(1 * Mega, () => PpmReader.Parse("a.ppm", file)).Length, 1, 300);
    }

    [Fact]
    public void Png_OfATextThatIsABomb_LeavesItAlone()
    {
        TinyPng picture = TinyPng.Noise(0, 8, 4, 4);
        List<(string Type, byte[] Content)> chunks = picture.Chunks();
        chunks.Insert(1, ("zTXt", [.. "a\0\0"u8, .. TinyPng.Zlib(new byte[50 * Mega])]));
        byte[] file = TinyPng.File(chunks);
        Takes(1 * Mega, () => PngReader.Parse("a.png", file));
    }

    [Fact]
    public void Png_OfMorePixelsThanAreTaken_IsRefusedBeforeMemoryIsTaken()
    {
        TinyPng huge = TinyPng.Noise(2, 8, 1, 1) with { Height = 8000, Width = 8001 };
        byte[] file = TinyPng.File(huge.ChunksWith(TinyPng.Zlib(new byte[1 * Mega])));
        Assert.Contains("at most 64000000 pixels", Refused(1 * Mega, () => PngReader.Parse("a.png", file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ByteImage.MostExtent, 1)]
    [InlineData(1, ByteImage.MostExtent)]
    public void Fit_OfAStrip_MakesNoSquareOfIt(int height, int width)
    {
        var strip = new ByteImage(height, width, 3, new byte[height * width * 3]);
        Takes(10 * Mega, () => new PictureFit(3, 28, keepsShape: true, 42).Apply(strip));
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData(";", "")]
    [InlineData("00000_00000.ppm;29;30;5;6;24;25;0\n", "names 00000_00000.ppm again")]
    public void GtsrbTable_OfLinesWithoutEnd_IsRefusedAtItsFirstBadOne(string repeated, string message)
    {
        var text = new StringBuilder(SmallGtsrb.Head).Append('\n').Append("00001_00001.ppm;29;30;5;6;24;25;0\n");
        while (text.Length < 4 * Mega)
        {
            text.Append(repeated);
        }

        byte[] content = Encoding.ASCII.GetBytes(text.Append('x').ToString());
        _folder.Write("table.csv", content);
        using var files = new FolderFiles(_folder.Root);
        Assert.Contains(message, Refused(100 * Mega, () => GtsrbTable.Read(files, "table.csv")), StringComparison.Ordinal);
        _folder.Write("table.zip", ZipBytes.Of(("table.csv", [.. content, .. content], true)));
        using var zip = new ZipFiles(Path.Combine(_folder.Root, "table.zip"));
        Assert.Contains("where at most 4194304 were wanted", Refused(1 * Mega, () => GtsrbTable.Read(zip, "table.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Gtsrb_OfATableThatNamesFilesThatAreNotThere_IsRefusedBeforeMemoryIsTaken()
    {
        var gtsrb = new SmallGtsrb(_folder);
        gtsrb.WriteUnpacked();
        gtsrb.WriteTrainingTable(0, [SmallGtsrb.Head, .. Enumerable.Range(0, 50_000).Select(i => $"{i:D5}_00000.ppm;29;30;5;6;24;25;0")]);
        Assert.Contains("the file is not there", Refused(100 * Mega, () => Gtsrb.LoadTracks(_folder.Root)), StringComparison.Ordinal);
    }

    // A hundred megabytes that both lengths of the directory claim, of a zip of two hundred bytes.
    [Fact]
    public void Zip_OfAnEntryThatIsNotInIt_IsRefusedBeforeMemoryIsTaken()
    {
        byte[] zip = ZipBytes.Of(("a", [1, 2, 3], true));
        int entry = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(entry + 20), 100 * Mega);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(entry + 24), 100 * Mega);
        using var files = new ZipFiles(_folder.Write("a.zip", zip));
        Refused(1 * Mega, () => files.Read("a"));
    }

    [Fact]
    public void Zip_WhoseContentIsNotThatOfItsChecksum_IsRefused()
    {
        byte[] zip = ZipBytes.Of(("a", "some content"u8.ToArray(), false));
        zip[zip.AsSpan().IndexOf("some"u8)] ^= 1;
        using var files = new ZipFiles(_folder.Write("a.zip", zip));
        Assert.Contains("has the checksum", Refused(1 * Mega, () => files.Read("a")), StringComparison.Ordinal);
    }

    // Names in a zip are looked up, never followed.
    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    public void Zip_OfAPathThatClimbs_IsAName(string name)
    {
        _folder.Write("secret", [7]);
        using var files = new ZipFiles(_folder.Write("inner/a.zip", ZipBytes.Of((name, [1, 2], true))));
        Assert.Equal([1, 2], files.Read(name));
        Assert.False(files.Has("secret"));
    }

    private static string Refused(long most, Action read)
    {
        DatasetException? error = null;
        Takes(most, () => error = Assert.Throws<DatasetException>(read));
        return error!.Message;
    }

    private static void Takes(long most, Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
    }
}
