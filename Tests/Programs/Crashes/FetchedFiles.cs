using System.Formats.Tar;
using StnEngine.Datasets.Download;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Datasets.Download;
using Xunit;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>A made-up data set of a file and an archive: how it is fetched by a process that is to be killed, and that it came whole.</summary>
internal static class FetchedFiles
{
    public const string Verb = "fetch";
    private const int UnpackedBytes = 200_000;
    private static readonly byte[] Values = DownloadBench.RandomBytes(150_000, 1);
    private static readonly byte[][] Unpacked = [DownloadBench.RandomBytes(UnpackedBytes, 2), DownloadBench.RandomBytes(UnpackedBytes, 3)];
    private static readonly string[] UnpackedNames = ["a.bin", "b.bin"];
    private static readonly byte[] Archive = Tar();

    public static string[] Names { get; } = [.. UnpackedNames.Select(n => Path.Combine("made-up", "batches", n)), Path.Combine("made-up", "values.gz")];

    /// <summary>What the process does.</summary>
    public static async Task FetchAsync(Uri mirror, string root)
    {
        using SocketsHttpHandler handler = new() { UseProxy = false };
        RemoteFile archive = new("batches.tar.gz", Archive.Length, Checksum.Sha256(DownloadBench.Sha256(Archive))) { Archive = new ArchiveContent("batches", UnpackedNames, UnpackedBytes) };
        RemoteFile values = new("values.gz", Values.Length, Checksum.Sha256(DownloadBench.Sha256(Values)));
        await DatasetDownload.EnsureAsync(new DatasetSource("made-up", [mirror], [values, archive]), root, new DownloadOptions { Handler = handler });
    }

    /// <summary>A server that sends the files slowly, from where a part ends.</summary>
    public static ScriptedServer Serve() => new(request =>
        ScriptedReply.Rest(request.Path.EndsWith("values.gz", StringComparison.Ordinal) ? Values : Archive, request) with { Pause = TimeSpan.FromMilliseconds(8) });

    /// <summary>Holds that all is there, and nothing else.</summary>
    public static void AreWhole(string root)
    {
        Assert.Equal(Names, RunFiles.Names(root));
        Assert.All(UnpackedNames.Zip(Unpacked), file => Assert.Equal(file.Second, File.ReadAllBytes(Path.Combine(root, "made-up", "batches", file.First))));
        Assert.Equal(Values, File.ReadAllBytes(Path.Combine(root, "made-up", "values.gz")));
        Assert.Equal(["batches"], Directory.GetDirectories(Path.Combine(root, "made-up")).Select(Path.GetFileName));
    }

    private static byte[] Tar()
    {
        using MemoryStream target = new();
        using (TarWriter writer = new(target, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in UnpackedNames.Zip(Unpacked))
            {
                // The same bytes in each process: not the time at which they are made.
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"batches/{name}") { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
            }
        }

        return TemporaryFolder.Gzip(target.ToArray());
    }
}
