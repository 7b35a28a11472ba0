using StnEngine.Datasets;
using StnEngine.Datasets.Download;
using Xunit;

namespace StnEngine.Tests.Datasets.Download;

public sealed class DatasetDownloadTests : IDisposable
{
    private static readonly byte[] Content = DownloadBench.Content;
    private readonly DownloadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Download_AGoodMirror_GivesTheFileAndTellsHowFarItIs()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Equal([new ScriptedRequest("/data/values.gz", null)], server.Requests);
        Assert.Equal(0, _bench.Reports[0].BytesDone);
        Assert.Equal(new DownloadProgress("values.gz", Content.Length, Content.Length), _bench.Reports[^1]);
        Assert.Equal(_bench.Reports.Select(report => report.BytesDone).Order(), _bench.Reports.Select(report => report.BytesDone));
    }

    [Theory]
    [InlineData("values.gz")]
    [InlineData("values")]
    public async Task Download_AFileThatIsThere_IsLeftAlone(string name)
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Content));
        string path = _bench.Write(name, [1, 2, 3]);
        await _bench.RunAsync();
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([name], _bench.FileNames());
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Download_ABodyOfUnknownLength_IsTakenToItsEnd()
    {
        _bench.Serve(_ => ScriptedReply.Endless(Content));
        await _bench.SucceedsAsync();
    }

    [Fact]
    public async Task Download_ATransferThatBreaksOff_GoesOnFromThere()
    {
        ScriptedServer server = _bench.Serve(
            _ => ScriptedReply.Whole(Content).CutAt(70_000), request => ScriptedReply.Rest(Content, request));
        await _bench.SucceedsAsync();
        Assert.Equal([null, "bytes=70000-"], server.Requests.Select(request => request.Range));
        Assert.Equal([TimeSpan.FromSeconds(1)], _bench.Waits);
    }

    [Fact]
    public async Task Download_ATransferThatBreaksOff_GoesOnAtTheNextMirror()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Content).CutAt(70_000), _ => ScriptedReply.Status("404 Not Found"));
        ScriptedServer second = _bench.Serve(request => ScriptedReply.Rest(Content, request));
        await _bench.SucceedsAsync();
        Assert.Equal(["bytes=70000-"], second.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Download_ATransferThatBreaksOffOftenButGains_IsFinished()
    {
        ScriptedServer server = _bench.Serve(
            request => ScriptedReply.Rest(Content, request).CutAt(Math.Min(20_000, Content.Length - request.Start)));
        await _bench.SucceedsAsync();
        Assert.Equal(10, server.Requests.Count);
        Assert.All(_bench.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(1), wait));
    }

    [Fact]
    public async Task Download_ThePartOfAnEarlierRun_IsFinished()
    {
        _bench.Write("values.gz.part", Content[..123]);
        ScriptedServer server = _bench.Serve(request => ScriptedReply.Rest(Content, request));
        await _bench.SucceedsAsync();
        Assert.Equal(["bytes=123-"], server.Requests.Select(request => request.Range));
        Assert.Equal(123, _bench.Reports[0].BytesDone);
    }

    [Fact]
    public async Task Download_AWholePart_IsMovedWithoutARequest()
    {
        _bench.Write("values.gz.part", Content);
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(1_000, "bytes=1000-")]
    [InlineData(200_000, null)]
    [InlineData(200_001, null)]
    public async Task Download_APartOfAnotherFile_IsThrownAway(int bytes, string? firstRange)
    {
        _bench.Write("values.gz.part", DownloadBench.RandomBytes(bytes, 2));
        ScriptedServer server = _bench.Serve(request => ScriptedReply.Rest(Content, request));
        await _bench.SucceedsAsync();
        Assert.Equal(firstRange is null ? [null] : [firstRange, null], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Download_AMirrorThatIgnoresTheRange_StartsOver()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Content).CutAt(70_000), _ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("bytes 60000-199999/200000")]
    [InlineData("bytes 70000-199999/300000")]
    [InlineData("bytes 70000-99999/200000")]
    [InlineData("lines 70000-199999/200000")]
    public async Task Download_AnotherRangeThanAskedFor_StartsOver(string range)
    {
        ScriptedServer server = _bench.Serve(
            _ => ScriptedReply.Whole(Content).CutAt(70_000),
            request => ScriptedReply.Range(Content[request.Start..], range),
            _ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Equal([null, "bytes=70000-", null], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Download_ARangeThatIsRefused_StartsOver()
    {
        _bench.Write("values.gz.part", Content[..123]);
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Status("416 Range Not Satisfiable"), _ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Equal(["bytes=123-", null], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Download_ARedirect_IsFollowed()
    {
        using ScriptedServer target = new(_ => ScriptedReply.Whole(Content));
        string location = $"Location: {target.Address}elsewhere";
        _bench.Serve(_ => ScriptedReply.Status("302 Found", location));
        await _bench.SucceedsAsync();
        Assert.Equal(["/data/elsewhere"], target.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Download_Cancelled_KeepsThePartForTheNextRun()
    {
        ScriptedServer server = _bench.Serve(
            _ => ScriptedReply.Whole(Content).CutAt(70_000) with { Hangs = true }, request => ScriptedReply.Rest(Content, request));
        using CancellationTokenSource cancellation = new();
        Task run = _bench.RunUntilAsync(cancellation.Token);
        while (!_bench.Reports.ToArray().Any(report => report.BytesDone == 70_000))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(["values.gz.part"], _bench.FileNames());
        await _bench.SucceedsAsync();
        Assert.Equal([null, "bytes=70000-"], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Download_OfARunThatWasKilledAtItsEnd_LeavesOnlyTheFile()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Content));
        _bench.Write("values.gz", Content);
        _bench.Write("values.gz.part.pid", [49]);
        await _bench.SucceedsAsync();
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Download_WhoseFolderGoesAway_SaysSo()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Content) with { Pause = TimeSpan.FromMilliseconds(20) });
        Task run = _bench.RunAsync();
        while (_bench.Reports.ToArray().Length < 2)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        string folder = _bench.Source.FolderIn(_bench.Root);
        Directory.Move(folder, folder + "-gone");
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => run);
        Assert.StartsWith($"{_bench.FilePath}: the file cannot be written (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_TwoAtOnce_TheSecondSaysWhoIsFirst()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Content).CutAt(70_000) with { Hangs = true });
        using CancellationTokenSource cancellation = new();
        Task first = _bench.RunUntilAsync(cancellation.Token);
        while (_bench.Reports.ToArray().Length == 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => _bench.RunAsync());
        Assert.Equal(
            $"{_bench.PartPath}: process {Environment.ProcessId} is fetching this file. "
            + "Wait until it is done, or end it; then start again.",
            error.Message);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Download_Offline_NamesTheFilesAndTheFolder()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Content));
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(
            () => _bench.RunAsync(_bench.Options with { Offline = true }));
        string folder = Path.Combine(_bench.Root, "made-up");
        Assert.Equal(
            $"{folder}: values.gz not there, and --offline forbids to fetch. Leave --offline out to fetch what is missing. "
            + $"By hand: put values.gz (SHA256 {DownloadBench.Sha256(Content)}) into {folder}.",
            error.Message);
        Assert.Empty(server.Requests);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Download_OfflineWithTheFileThere_IsContent()
    {
        _bench.Write("values", [1]);
        await _bench.RunAsync(_bench.Options with { Offline = true });
    }

    [Fact]
    public async Task Download_AFolderThatCannotBe_IsNamed()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Content));
        await File.WriteAllTextAsync(Path.Combine(_bench.Root, "made-up"), "a file", TestContext.Current.CancellationToken);
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => _bench.RunAsync());
        Assert.StartsWith($"{_bench.PartPath}: the file cannot be written (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("name a data folder that can be written with --data ROOT or STN_DATA.", error.Message, StringComparison.Ordinal);
    }
}
