using StnEngine.Datasets;
using StnEngine.Datasets.Download;
using Xunit;

namespace StnEngine.Tests.Datasets.Download;

public sealed class MirrorFailureTests : IDisposable
{
    private static readonly byte[] Content = DownloadBench.Content;
    private static readonly byte[] Wrong = DownloadBench.RandomBytes(Content.Length, 3);
    private readonly DownloadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Mirror_NotFound_IsNotAskedAgain()
    {
        ScriptedServer first = _bench.Serve(_ => ScriptedReply.Status("404 Not Found"));
        _bench.Serve(_ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Single(first.Requests);
        Assert.Empty(_bench.Waits);
    }

    [Fact]
    public async Task Mirror_EveryoneFails_EachHasItsLine()
    {
        Uri first = _bench.Serve(_ => ScriptedReply.Status("404 Not Found")).Address;
        Uri second = _bench.Serve(_ => ScriptedReply.Status("403 Forbidden")).Address;
        DatasetException error = await _bench.FailsAsync(0);
        Assert.Equal(
            $"{_bench.FilePath}: no mirror gave the file. By hand: put values.gz ({_bench.File.Sum}) into "
            + $"{Path.GetDirectoryName(_bench.FilePath)}. The mirrors:"
            + $"\n  {first}values.gz: answers 404 Not Found\n  {second}values.gz: answers 403 Forbidden",
            error.Message);
    }

    [Theory]
    [InlineData("503 Busy")]
    [InlineData("429 Slowly")]
    [InlineData("408 Late")]
    [InlineData("500 Oops")]
    public async Task Mirror_BusyOnce_IsAskedAgain(string status)
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Status(status), _ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal([TimeSpan.FromSeconds(1)], _bench.Waits);
    }

    [Fact]
    public async Task Mirror_BusyForEver_IsAskedWithGrowingWaits()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Status("503 Busy"));
        await _bench.FailsAsync(0, $"\n  {server.Address}values.gz: answers 503 Busy (attempt 3)");
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal([1, 2], _bench.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("3600", 30)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 30)]
    [InlineData("Fri, 31 Dec 1999 23:59:59 GMT", 1)]
    [InlineData("soon", 1)]
    public async Task Mirror_ThatNamesAWait_IsHonouredWithinBounds(string retryAfter, int seconds)
    {
        _bench.Serve(_ => ScriptedReply.Status("503 Busy", $"Retry-After: {retryAfter}"), _ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Equal([TimeSpan.FromSeconds(seconds)], _bench.Waits);
    }

    [Fact]
    public async Task Mirror_NobodyListens_TheNextIsAskedAtOnce()
    {
        _bench.AddMirror(ScriptedServer.DeadAddress());
        _bench.Serve(_ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Empty(_bench.Waits);
    }

    [Fact]
    public async Task Mirror_NobodyListensAnywhere_IsSaid()
    {
        Uri dead = ScriptedServer.DeadAddress();
        _bench.AddMirror(dead);
        await _bench.FailsAsync(0, $"\n  {dead}values.gz: cannot be reached (");
    }

    [Fact]
    public async Task Mirror_NoConnectionInTime_TheNextIsAskedAtOnce()
    {
        _bench.AddMirror(new Uri("http://127.0.0.1:1/"));
        using DownloadStub stub = new(_ => throw new TaskCanceledException("cancelled", new TimeoutException("too slow")));
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => _bench.RunAsync(_bench.Options with { Handler = stub }));
        Assert.EndsWith("http://127.0.0.1:1/values.gz: cannot be reached (too slow)", error.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Waits);
    }

    [Fact]
    public async Task Mirror_ResetsTheConnection_IsAskedAgain()
    {
        ScriptedServer server = _bench.Serve(_ => new ScriptedReply("", []) { Resets = true }, _ => ScriptedReply.Whole(Content));
        await _bench.SucceedsAsync();
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Mirror_ResetsForEver_IsSaid()
    {
        _bench.Serve(_ => new ScriptedReply("", []) { Resets = true });
        await _bench.FailsAsync(0, "values.gz: the connection failed (", "(attempt 3)");
    }

    [Fact]
    public async Task Mirror_ResetsWithinTheBody_TheRestIsFetched()
    {
        ScriptedServer server = _bench.Serve(
            _ => ScriptedReply.Whole(Content).CutAt(70_000) with { Resets = true }, request => ScriptedReply.Rest(Content, request));
        await _bench.SucceedsAsync();
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Mirror_BreaksOffForEver_LeavesThePart()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Content).CutAt(70_000), request => ScriptedReply.Rest(Content, request).CutAt(0));
        await _bench.FailsAsync(
            70_000,
            "values.gz: broke off after 70000 of 200000 bytes (",
            $"The 70000 bytes that came are in {_bench.PartPath}: start again to go on from there. By hand: put values.gz");
    }

    [Fact]
    public async Task Mirror_BreaksOffForEverAndIgnoresTheRange_IsGivenUp()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Content).CutAt(70_000));
        await _bench.FailsAsync(70_000, "broke off after 70000 of 200000 bytes (");
        Assert.InRange(server.Requests.Count, 3, 4);
    }

    [Theory]
    [InlineData(199_999)]
    [InlineData(200_001)]
    [InlineData(1_000_000_000_000)]
    public async Task Mirror_OffersAnotherLength_IsNotHeard(long length)
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Whole(Content, length));
        await _bench.FailsAsync(0, $"offers {length} bytes where 200000 were wanted");
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Mirror_OffersAnotherLength_ThePartIsKept()
    {
        _bench.Write("values.gz.part", Content[..500]);
        _bench.Serve(_ => ScriptedReply.Whole("<html>Log in to this network</html>"u8.ToArray()));
        await _bench.FailsAsync(500, "offers 35 bytes where 200000 were wanted");
    }

    [Fact]
    public async Task Mirror_SendsMoreThanTheFile_IsCutOff()
    {
        _bench.Serve(_ => ScriptedReply.Endless(new byte[1_000_000]));
        await _bench.FailsAsync(0, "sends more than the 200000 bytes that were wanted");
        Assert.All(_bench.Reports, report => Assert.InRange(report.BytesDone, 0, Content.Length));
    }

    [Fact]
    public async Task Mirror_SendsLessThanTheFile_IsSaid()
    {
        _bench.Serve(request => ScriptedReply.Endless(Content[..199_999]));
        await _bench.FailsAsync(199_999, "ended after 199999 of 200000 bytes");
    }

    [Fact]
    public async Task Mirror_SendsOtherBytes_TheNextSendsTheRightOnes()
    {
        ScriptedServer first = _bench.Serve(_ => ScriptedReply.Whole(Wrong));
        ScriptedServer second = _bench.Serve(request => ScriptedReply.Rest(Content, request));
        await _bench.SucceedsAsync();
        Assert.Single(first.Requests);
        Assert.Equal([null], second.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Mirror_OtherBytesEverywhere_BothSumsAreShown()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Wrong));
        await _bench.FailsAsync(
            0, $"sends another file: its SHA256 is {DownloadBench.Sha256(Wrong)} where {DownloadBench.Sha256(Content)} was wanted");
    }

    [Fact]
    public async Task Mirror_OtherBytesAfterAPartOfAnotherFile_HasOneSecondChance()
    {
        _bench.Write("values.gz.part", DownloadBench.RandomBytes(1_000, 2));
        ScriptedServer server = _bench.Serve(request => ScriptedReply.Rest(Wrong, request));
        await _bench.FailsAsync(0, $"sends another file: its SHA256 is {DownloadBench.Sha256(Wrong)}");
        Assert.Equal(["bytes=1000-", null], server.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Mirror_Silent_IsGivenUpAfterAWhile()
    {
        _bench.Serve(_ => ScriptedReply.Whole(Content).CutAt(70_000) with { Hangs = true });
        _bench.Serve(request => ScriptedReply.Rest(Content, request));
        await _bench.RunAsync(_bench.Options with { LongestSilence = TimeSpan.FromSeconds(1), Attempts = 1 });
        Assert.Equal(["values.gz"], _bench.FileNames());
    }

    [Fact]
    public async Task Mirror_SilentForEver_IsSaid()
    {
        _bench.Serve(_ => new ScriptedReply("HTTP/1.1", []) { Hangs = true });
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(
            () => _bench.RunAsync(_bench.Options with { LongestSilence = TimeSpan.FromMilliseconds(100) }));
        Assert.Contains("values.gz: was silent for 0.1 seconds (attempt 3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_RedirectsInACircle_IsGivenUp()
    {
        ScriptedServer server = _bench.Serve(_ => ScriptedReply.Status("302 Found", "Location: /data/values.gz"));
        await _bench.FailsAsync(0, "values.gz: answers 302 Found");
        Assert.InRange(server.Requests.Count, 2, 60);
    }
}
