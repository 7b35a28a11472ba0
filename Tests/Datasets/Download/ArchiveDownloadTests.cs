using System.Formats.Tar;
using System.Security.Cryptography;
using StnEngine.Datasets;
using StnEngine.Datasets.Download;
using Xunit;

namespace StnEngine.Tests.Datasets.Download;

public sealed class ArchiveDownloadTests : IDisposable
{
    private static readonly byte[] First = DownloadBench.RandomBytes(5_000, 4);
    private static readonly byte[] Second = DownloadBench.RandomBytes(5_000, 5);
    private static readonly string[] Unpacked = ["batches", Path.Combine("batches", "a.bin"), Path.Combine("batches", "b.bin")];
    private static readonly byte[] Archive = Tar(
        ("batches/", null), ("batches/readme.html", [1]), ("../outside.bin", [2]), ("/batches/a.bin", [3]),
        ("batches/../batches/a.bin", [4]), ("other/a.bin", [5]), ("./batches/a.bin", First), ("batches/b.bin", Second));

    private DownloadBench _bench = Bench(Archive);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Archive_Fetched_LeavesOnlyTheExpectedFiles()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Archive));
        await _bench.RunAsync();
        HoldsBoth();
        Assert.Equal(["batches"], _bench.FileNames().Where(name => !name.Contains("bin", StringComparison.Ordinal)));
        Assert.Equal([_bench.Source.FolderIn(_bench.Root)], Directory.GetFileSystemEntries(_bench.Root));
    }

    [Fact]
    public async Task Archive_FilesThatAreThere_AreLeftAlone()
    {
        _bench.Write("batches/a.bin", [9]);
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Archive));
        await _bench.RunAsync();
        Assert.Equal(Unpacked, _bench.FileNames());
        Assert.Equal([9], Read("a.bin"));
        Assert.Equal(Second, Read("b.bin"));
        await _bench.RunAsync();
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Archive_LaidThereByHand_IsUnpackedAndKept(bool offline)
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Archive));
        _bench.Write("made-up.tar.gz", Archive);
        await _bench.RunAsync(_bench.Options with { Offline = offline });
        Assert.Equal([.. Unpacked, "made-up.tar.gz"], _bench.FileNames());
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Archive_LaidThereByHandAndDamaged_IsNamed()
    {
        _bench.Write("made-up.tar.gz", [1, 2, 3]);
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => _bench.RunAsync());
        Assert.Equal(
            $"{_bench.FilePath}: is damaged: its MD5 is 5289df737df57326fcdd22597afb1fac where {_bench.File.Sum.Hex} was wanted. "
            + "Delete it, and fetch it again.",
            error.Message);
        Assert.Equal(["made-up.tar.gz"], _bench.FileNames());
    }

    [Fact]
    public async Task Archive_WholeButNotUnpackedByAnEarlierRun_IsUnpacked()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Archive));
        _bench.Write("made-up.tar.gz.part", Archive);
        _bench.Write("batches.part/a.bin", [1]);
        await _bench.RunAsync();
        HoldsBoth();
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Archive_OfARunThatWasKilledBehindUnpacking_LeavesOnlyTheExpectedFiles()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Archive));
        _bench.Write("batches/a.bin", First);
        _bench.Write("batches/b.bin", Second);
        _bench.Write("made-up.tar.gz.part", Archive);
        _bench.Write("made-up.tar.gz.part.pid", [49]);
        _bench.Write("batches.part/a.bin", [1]);
        await _bench.RunAsync();
        HoldsBoth();
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Archive_ThatBreaksOff_GoesOnFromThere()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Archive).CutAt(3_000), request => ScriptedReply.Rest(Archive, request));
        await _bench.RunAsync();
        HoldsBoth();
    }

    [Fact]
    public async Task Archive_Offline_NamesArchiveAndFiles()
    {
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(
            () => _bench.RunAsync(_bench.Options with { Offline = true }));
        string folder = Path.Combine(_bench.Root, "made-up");
        string[] names = [Path.Combine("batches", "a.bin"), Path.Combine("batches", "b.bin")];
        Assert.Equal(
            $"{folder}: {string.Join(", ", names)} not there, and --offline forbids to fetch. "
            + $"Leave --offline out to fetch what is missing. "
            + $"By hand: put made-up.tar.gz ({_bench.File.Sum}; or, unpacked, batches/ with a.bin, b.bin) into {folder}.",
            error.Message);
    }

    [Fact]
    public Task Archive_WithoutAnExpectedFile_IsRefused() => RefusesAsync(Tar(("batches/a.bin", First)), "does not hold batches/b.bin.");

    [Fact]
    public Task Archive_WithAFileOfAnotherLength_IsRefused()
        => RefusesAsync(Tar(("batches/a.bin", [1]), ("batches/b.bin", Second)), "holds batches/a.bin with 1 bytes where 5000 were wanted.");

    [Fact]
    public Task Archive_WithAFolderInAFilesPlace_IsRefused()
        => RefusesAsync(Tar(("batches/a.bin", null), ("batches/b.bin", Second)), "holds batches/a.bin with 0 bytes");

    [Fact]
    public Task Archive_ThatIsNoGzip_IsRefused() => RefusesAsync(new byte[4_000], "is no whole tar.gz (");

    [Fact]
    public Task Archive_CutShort_IsRefused() => RefusesAsync(Archive[..4_000], "is no whole tar.gz (");

    private async Task RefusesAsync(byte[] archive, string phrase)
    {
        _bench.Dispose();
        _bench = Bench(archive);
        _bench.Serve(_ => ScriptedReply.Whole(archive));
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => _bench.RunAsync());
        Assert.StartsWith($"{_bench.PartPath}: {phrase}", error.Message, StringComparison.Ordinal);
        Assert.Equal(["made-up.tar.gz.part"], _bench.FileNames());
    }

    private void HoldsBoth()
    {
        Assert.Equal(Unpacked, _bench.FileNames());
        Assert.Equal(First, Read("a.bin"));
        Assert.Equal(Second, Read("b.bin"));
    }

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_bench.Source.FolderIn(_bench.Root), "batches", name));

    private static DownloadBench Bench(byte[] archive) => new()
    {
        File = new RemoteFile("made-up.tar.gz", archive.Length, Checksum.Md5(Md5(archive)))
        {
            Archive = new ArchiveContent("batches", ["a.bin", "b.bin"], 5_000),
        },
    };

    private static string Md5(byte[] content) => Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, content));

    private static byte[] Tar(params (string Name, byte[]? Content)[] files)
    {
        using MemoryStream target = new();
        using (TarWriter writer = new(target, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string name, byte[]? content) in files)
            {
                UstarTarEntry entry = new(content is null ? TarEntryType.Directory : TarEntryType.RegularFile, name);
                if (content is not null)
                {
                    entry.DataStream = new MemoryStream(content);
                }
                writer.WriteEntry(entry);
            }
        }
        return TemporaryFolder.Gzip(target.ToArray());
    }
}
