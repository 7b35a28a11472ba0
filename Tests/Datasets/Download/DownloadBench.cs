using System.Security.Cryptography;
using StnEngine.Datasets;
using StnEngine.Datasets.Download;
using Xunit;

namespace StnEngine.Tests.Datasets.Download;

/// <summary>A made-up data set of one file, a folder for it, and mirrors on this machine; no wait is really waited.</summary>
internal sealed class DownloadBench : IDisposable, IProgress<DownloadProgress>
{
    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly List<IDisposable> _servers = [];
    private readonly List<Uri> _mirrors = [];

    public static byte[] Content { get; } = RandomBytes(200_000, 1);

    public List<TimeSpan> Waits { get; } = [];

    public List<DownloadProgress> Reports { get; } = [];

    public RemoteFile File { get; init; } = new("values.gz", Content.Length, Checksum.Sha256(Sha256(Content)));

    public DatasetSource Source => new("made-up", _mirrors, [File]);

    public string Root => _folder.Root;

    public string FilePath => Path.Combine(Source.FolderIn(Root), File.Name);

    public string PartPath => FilePath + ".part";

    public DownloadOptions Options => new()
    {
        Handler = _handler,
        Attempts = 3,
        LongestSilence = TimeSpan.FromSeconds(20),
        Wait = (wait, cancellation) =>
        {
            Waits.Add(wait);
            return Task.CompletedTask;
        },
    };

    public static byte[] RandomBytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Adds a mirror.</summary>
    public ScriptedServer Serve(params Func<ScriptedRequest, ScriptedReply>[] script)
    {
        ScriptedServer server = new(script);
        _servers.Add(server);
        _mirrors.Add(server.Address);
        return server;
    }

    public void AddMirror(Uri address) => _mirrors.Add(address);

    public string Write(string name, byte[] content) => _folder.Write(Path.Combine(Source.Name, name), content);

    public Task RunAsync(DownloadOptions? options = null)
        => DatasetDownload.EnsureAsync(Source, Root, options ?? Options, this, TestContext.Current.CancellationToken);

    public Task RunUntilAsync(CancellationToken cancellation) => DatasetDownload.EnsureAsync(Source, Root, Options, this, cancellation);

    /// <summary>Runs, and holds that the file is whole and alone in its folder.</summary>
    public async Task SucceedsAsync()
    {
        await RunAsync();
        Assert.Equal([File.Name], FileNames());
        Assert.Equal(Content, await System.IO.File.ReadAllBytesAsync(FilePath));
    }

    /// <summary>Runs, and holds that it fails with these phrases and that nothing but a part of this length is left.</summary>
    public async Task<DatasetException> FailsAsync(int partBytes, params string[] phrases)
    {
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => RunAsync());
        Assert.All(phrases, phrase => Assert.Contains(phrase, error.Message, StringComparison.Ordinal));
        Assert.Equal(partBytes == 0 ? [] : [File.Name + ".part"], FileNames());
        if (partBytes > 0)
        {
            Assert.Equal(Content[..partBytes], await System.IO.File.ReadAllBytesAsync(PartPath));
        }
        return error;
    }

    public string[] FileNames()
    {
        string folder = Source.FolderIn(Root);
        return Directory.Exists(folder)
            ? [.. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)]
            : [];
    }

    public void Report(DownloadProgress value) => Reports.Add(value);

    public void Dispose()
    {
        _servers.ForEach(server => server.Dispose());
        _handler.Dispose();
        _folder.Dispose();
    }
}
