using System.IO.Compression;
using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using Xunit;

namespace StnEngine.Tests.Datasets.Images;

public sealed class FileSourceTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i / 7))];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FileSource_FolderAndZip_GiveTheSame()
    {
        _folder.Write("top/some/a.bin", Content);
        _folder.Write("top/some/none.bin", []);
        ZipFile.CreateFromDirectory(Path.Combine(_folder.Root, "top"), Path.Combine(_folder.Root, "all.zip"));
        using ZipFiles zip = new(Path.Combine(_folder.Root, "all.zip"), "some/");
        using FolderFiles files = new(Path.Combine(_folder.Root, "top", "some"));
        foreach (FileSource source in (FileSource[])[zip, files])
        {
            Assert.Equal((true, false), (source.Has("a.bin"), source.Has("b.bin")));
            Assert.Equal(Content, source.Read("a.bin"));
            Assert.Empty(source.Read("none.bin"));
            DatasetException error = Assert.Throws<DatasetException>(() => source.Read("b.bin"));
            Assert.Equal(source.PathOf("b.bin"), error.Path);
            Assert.Contains("the file is not there.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ZipFiles_ReadByManyThreads_GiveEachItsFile()
    {
        for (int i = 0; i < 200; i++)
        {
            _folder.Write($"top/{i}", [.. Content, (byte)i]);
        }
        ZipFile.CreateFromDirectory(Path.Combine(_folder.Root, "top"), Path.Combine(_folder.Root, "all.zip"));
        using ZipFiles zip = new(Path.Combine(_folder.Root, "all.zip"));
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Assert.Equal([.. Content, (byte)i], zip.Read($"{i}")));
    }

    [Fact]
    public void ZipFiles_OfAMissingZip_NamesIt()
    {
        string path = Path.Combine(_folder.Root, "absent.zip");
        Refuses(path, "absent.zip: the file is not there.");
    }

    [Fact]
    public void ZipFiles_OfSomethingElse_AreRefused() => Refuses(_folder.Write("no.zip", Content), "the zip is damaged (", "Fetch it again.");

    [Fact]
    public void ZipFiles_OfAZipCutShort_AreRefused()
    {
        byte[] zip = File.ReadAllBytes(Zip());
        Refuses(_folder.Write("cut.zip", zip[..(zip.Length / 2)]), "the zip is damaged (");
    }

    [Fact]
    public void ZipFiles_OfDamagedData_AreRefused()
    {
        byte[] zip = File.ReadAllBytes(Zip());
        // The first block of the compressed data, after the local header of 30 bytes and the name: its type becomes the one that is not in use.
        zip[30 + 1] |= 0b110;
        Refuses(_folder.Write("damaged.zip", zip), "/a: the zip is damaged (");
    }

    [Theory]
    [InlineData(0x7FFFFFF0, "holds 2147483632 bytes where at most 134217728 were wanted.")]
    [InlineData(0x07000000, "wants 117440512 bytes, more than its")]
    public void ZipFiles_AnEntryThatLies_IsRefusedBeforeAllocating(int claimed, string phrase)
    {
        byte[] zip = File.ReadAllBytes(Zip());
        // The uncompressed length lies 24 bytes into the central directory's entry.
        int entry = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(entry + 24), claimed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(_folder.Write("liar.zip", zip), phrase);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void ZipFiles_AnEntryShorterThanItSays_IsRefused()
    {
        byte[] zip = File.ReadAllBytes(Zip());
        int entry = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(entry + 24), Content.Length + 1);
        Refuses(_folder.Write("short.zip", zip), "/a: ");
    }

    private string Zip()
    {
        string path = Path.Combine(_folder.Root, "one.zip");
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using Stream stream = archive.CreateEntry("a", CompressionLevel.Optimal).Open();
        stream.Write(Content);
        return path;
    }

    private static void Refuses(string path, params string[] phrases)
    {
        using ZipFiles zip = new(path);
        DatasetException error = Assert.Throws<DatasetException>(() => zip.Read("a"));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        foreach (string phrase in phrases)
        {
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        }
    }
}
