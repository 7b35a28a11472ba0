using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Stn.Evaluation;
using Stn.Serving;
using Stn.Training;
using Stn.Web;
using StnEngine.Datasets.Images;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Programs;
using Xunit;

namespace StnEngine.Tests.Serving;

public sealed class ServeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static byte[] Black => PredictionApiTests.Png(new ByteImage(28, 28, 1, new byte[28 * 28]));

    [Fact]
    public async Task Serve_ACheckpoint_DescribesItsModel()
    {
        await using RunningServer server = await RunningServer.OfAsync("paper-2st-cnn-deep", "RTS");
        JsonElement model = await server.GetAsync("api/model");
        Assert.True(model.GetProperty("ready").GetBoolean());
        Assert.Equal(("digits", "RTS", 42, 28), (model.GetProperty("dataset").GetString(), model.GetProperty("distort").GetString(), model.GetProperty("size").GetInt32(), model.GetProperty("picture_size").GetInt32()));
        Assert.Equal(["transformer:Affine", "classifier.4:Affine"], model.GetProperty("transformers").EnumerateArray().Select(t => $"{t.GetProperty("path")}:{t.GetProperty("family")}"));
        Assert.Contains($"serving  {server.Client.BaseAddress}", server.Output, StringComparison.Ordinal);
        Assert.Empty(server.Error);
    }

    [Fact]
    public async Task Serve_WithoutACheckpoint_TrainsFirstAndTellsHowFarItIs()
    {
        // So many epochs that the test sees none of the end, however late it comes to ask.
        using var folder = new TemporaryFolder();
        await using RunningServer server = await TrainFirstAsync(folder, epochs: 1000);
        JsonElement model = await server.GetAsync("api/model");
        Assert.False(model.GetProperty("ready").GetBoolean());
        using (HttpResponseMessage early = await server.PostAsync(Black, "image/png"))
        {
            await PredictionApiTests.ProblemIs(early, 503, "The model is not ready yet");
            Assert.NotNull(early.Headers.RetryAfter);
        }

        for (double done = 0; done == 0; model = await server.GetAsync("api/model"))
        {
            done = model.GetProperty("training").GetProperty("done").GetDouble();
            Assert.InRange(done, 0, 1);
            await Task.Delay(20, Stop);
        }
    }

    [Fact]
    public async Task Serve_WhoseTrainingIsDone_AnswersAndSaysHowToServeItAgain()
    {
        using var folder = new TemporaryFolder();
        await using RunningServer server = await TrainFirstAsync(folder, epochs: 1);
        while (!(await server.GetAsync("api/model")).GetProperty("ready").GetBoolean())
        {
            await Task.Delay(20, Stop);
        }

        await server.PredictAsync(Black);
        Assert.Contains($"again    stn serve {RunOf(folder)}", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WhileTheQueueIsFull_AsksToComeBack()
    {
        using var folder = new TemporaryFolder();
        string checkpoint = SmallCheckpoint.Write(folder.Root, "cnn");
        var limits = new ServeLimits { Waiting = 1 };
        using var model = new ServedModel();
        ModelWorker worker = await ModelWorker.OpenAsync(() => TrainedModel.Load(checkpoint, null, "cpu", 1), limits);
        model.Use(worker);
        await using WebApplication application = PredictionServer.Create("http://127.0.0.1:0", model, limits, TextWriter.Null);
        using var client = new HttpClient { BaseAddress = await LocalServer.StartAsync(application, Stop) };
        using var running = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        Task<int> first = worker.AskAsync(_ => { running.Set(); gate.Wait(Stop); return 1; }, Stop);
        running.Wait(Stop);
        Task<int> second = worker.AskAsync(_ => 2, Stop);
        using (HttpResponseMessage full = await Post(client))
        {
            await PredictionApiTests.ProblemIs(full, 503, "1 requests wait for the model already");
            Assert.Equal(TimeSpan.FromSeconds(1), full.Headers.RetryAfter?.Delta);
        }

        gate.Set();
        Assert.Equal((1, 2), (await first, await second));
        using HttpResponseMessage after = await Post(client);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Serve_AModelThatIsTooSlow_AsksToComeBack()
    {
        using var folder = new TemporaryFolder();
        string checkpoint = SmallCheckpoint.Write(folder.Root, "cnn");
        ModelWorker worker = await ModelWorker.OpenAsync(() => TrainedModel.Load(checkpoint, null, "cpu", 1), new ServeLimits { Patience = TimeSpan.FromMilliseconds(50) });
        using var gate = new ManualResetEventSlim();
        RequestException late = await Assert.ThrowsAsync<RequestException>(() => worker.AskAsync(_ => { gate.Wait(Stop); return 1; }, Stop));
        Assert.Equal((503, 1), (late.Status, late.RetrySeconds));
        bool ran = false;
        await Assert.ThrowsAsync<RequestException>(() => worker.AskAsync(_ => ran = true, Stop));
        gate.Set();
        worker.Dispose();
        Assert.False(ran);
    }

    [Fact]
    public async Task Serve_ABodyThatNeverComes_IsNotWaitedFor()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn", limits: new ServeLimits { Patience = TimeSpan.FromMilliseconds(200) });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port, Stop);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync("POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\n"u8.ToArray(), Stop);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 408", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Serve_AnotherSitesPage_IsRefused(string header, string value)
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        server.Client.DefaultRequestHeaders.Add(header, value);
        using HttpResponseMessage response = await server.PostAsync(Black, "image/png");
        await PredictionApiTests.ProblemIs(response, 403, "A page of another site asked for this");
    }

    [Fact]
    public async Task Serve_ItsOwnPage_IsAnswered()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        server.Client.DefaultRequestHeaders.Add("Origin", server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        server.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        await server.PredictAsync(Black);
    }

    [Fact]
    public async Task Serve_ANameThatIsNotThisMachines_IsRefused()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        server.Client.DefaultRequestHeaders.Host = "evil.example";
        using HttpResponseMessage response = await server.PostAsync(Black, "image/png");
        await PredictionApiTests.ProblemIs(response, 400, "The host 'evil.example' was asked for");
    }

    [Theory]
    [InlineData("GET", "nothing/here", 404, "There is nothing at /nothing/here")]
    [InlineData("GET", "api/predict", 405, "which knows POST")]
    [InlineData("DELETE", "api/model", 405, "which knows GET")]
    [InlineData("GET", "../../etc/passwd", 404, "There is nothing at /etc/passwd")]
    [InlineData("GET", "%2e%2e/model.safetensors", 404, "There is nothing at")]
    public async Task Serve_AnUnknownRequest_SaysWhereToLook(string method, string path, int status, string message)
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using HttpResponseMessage response = await server.Client.SendAsync(request, Stop);
        await PredictionApiTests.ProblemIs(response, status, message);
    }

    [Fact]
    public async Task Serve_ThePage_AllowsNothingInlineOrFromElsewhere()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        using HttpResponseMessage response = await server.Client.GetAsync(new Uri("/", UriKind.Relative), Stop);
        string policy = string.Join(' ', response.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", string.Concat(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", string.Concat(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Server"));
        string page = await response.Content.ReadAsStringAsync(Stop);
        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?://(?!www\.w3\.org/2000/svg)", page);
        foreach (Match file in Regex.Matches(page, @"(?:src|href)=""(?<name>[\w-]+\.\w+)"""))
        {
            using HttpResponseMessage found = await server.Client.GetAsync(new Uri(file.Groups["name"].Value, UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        }
    }

    [Fact]
    public async Task Serve_BeyondThisMachine_SaysSo()
    {
        await using RunningServer server = await RunningServer.OfAsync("cnn", url: "http://0.0.0.0:0");
        Assert.Contains("is open to other machines", server.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WhatCannotBeServed_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        string two = SmallCheckpoint.Write(Path.Combine(folder.Root, "two"), "addition-2st-cnn", "addition"), one = SmallCheckpoint.Write(Path.Combine(folder.Root, "one"), "cnn");
        await using RunningServer server = await RunningServer.OfAsync("cnn");
        foreach ((string checkpoint, string url, string message) in ((string, string, string)[])
        [
            (two, "http://127.0.0.1:0", "single pictures cannot be shown to it"),
            (Path.Combine(folder.Root, "none"), "http://127.0.0.1:0", "none"),
            (one, "ftp://127.0.0.1:0", "is no address to listen on"),
            (one, server.Client.BaseAddress!.ToString(), "Cannot listen"),
        ])
        {
            (int exitCode, _, string error) = await ProgramRun.Of("serve", checkpoint, "--urls", url, "--device", "cpu");
            Assert.Equal(1, exitCode);
            Assert.Contains(message, error, StringComparison.Ordinal);
        }
    }

    private static string RunOf(TemporaryFolder folder) => Path.Combine(folder.Root, "run");

    private static Task<RunningServer> TrainFirstAsync(TemporaryFolder folder, int epochs) => RunningServer.StartAsync(
        new ServeSettings(null, "http://127.0.0.1:0", "cpu", 1) { FirstTraining = new GivenOptions(Epochs: epochs, Model: "cnn", Distort: "none"), Out = RunOf(folder) });

    private static Task<HttpResponseMessage> Post(HttpClient client)
    {
        var content = new ByteArrayContent(Black);
        content.Headers.ContentType = new("image/png");
        return client.PostAsync(new Uri("api/predict", UriKind.Relative), content, Stop);
    }
}
