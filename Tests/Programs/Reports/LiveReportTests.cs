using System.Net;
using Stn;
using Stn.Training;
using StnEngine.Layers;
using Xunit;

namespace StnEngine.Tests.Programs.Reports;

/// <summary>The page of a run that trains.</summary>
public sealed class LiveReportTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly SmallRun _runs = new();
    private readonly HttpClient _client = new() { Timeout = Patience };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _runs.Dispose();
    }

    [Fact]
    public async Task Watch_ARun_TellsItsEpochsAndItsEndAndLeavesTheRunAsItWas()
    {
        var linked = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();

        // The run waits behind its first line until the page has been looked at.
        Task<string> run = Task.Run(() => _runs.Train("watched", _runs.Given(3), new RunSettings(Watch: "http://127.0.0.1:0"), line =>
        {
            if (line.StartsWith("watch", StringComparison.Ordinal))
            {
                linked.SetResult(new Uri(line["watch".Length..].Trim()));
                goOn.Wait(Patience, Stop);
            }
        }), Stop);
        Uri url = await linked.Task.WaitAsync(Patience, Stop);
        Assert.True(url.IsLoopback && url.Port > 0);
        string page = await _client.GetStringAsync(url, Stop);
        Assert.Contains("id=\"live\"", page, StringComparison.Ordinal);
        Assert.Equal(["result", "curves", "monitor", "frames", "samples", "confusion", "mistakes", "heat", "run"], new PageText(page).Sections);
        string before = await _client.GetStringAsync(new Uri(url, "fragments/curves"), Stop);
        Assert.Equal(before.Trim(), new PageText(page).Section("curves").Trim());

        var seen = new List<string>();
        string after = string.Empty;
        using (Stream stream = await _client.GetStreamAsync(new Uri(url, "events"), Stop))
        using (var events = new StreamReader(stream))
        {
            Assert.Equal("event: hello", await events.ReadLineAsync(Stop));
            goOn.Set();
            while (await events.ReadLineAsync(Stop) is { } line && !seen.Contains("event: end"))
            {
                seen.Add(line);
            }

            // The server waits for the pages to have fetched the last of it.
            after = await _client.GetStringAsync(new Uri(url, "fragments/curves"), Stop);
        }

        string folder = await run.WaitAsync(Patience, Stop);
        Assert.InRange(seen.Count(l => l == "event: report"), 1, 3);
        Assert.Contains(seen, l => l.Contains("\"curves\"", StringComparison.Ordinal));
        Assert.NotEqual(before, after);
        Assert.Equal(new PageText(File.ReadAllText(Path.Combine(folder, "report.html"))).Section("curves").Trim(), after.Trim());
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetStringAsync(url, Stop));

        SafetensorsFile expected = Safetensors.Read(Path.Combine(await _runs.Train("alone", _runs.Given(3)), "last.safetensors"));
        SafetensorsFile actual = Safetensors.Read(Path.Combine(folder, "last.safetensors"));
        Assert.All(expected.Entries, e => Assert.Equal(e.Values, actual[e.Name].Values));
    }

    [Fact]
    public async Task LiveServer_Answers_OnlyToThisMachineAndNothingButItsScript()
    {
        int answered = 0;
        await _runs.Train("run", _runs.Given(1), new RunSettings(Watch: "http://127.0.0.1:0"), line =>
        {
            if (line.StartsWith("watch", StringComparison.Ordinal))
            {
                CheckAsync(new Uri(line["watch".Length..].Trim())).GetAwaiter().GetResult();
                answered++;
            }
        });
        Assert.Equal(1, answered);

        async Task CheckAsync(Uri url)
        {
            using HttpResponseMessage page = await _client.GetAsync(url, Stop);
            string policy = page.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Matches("script-src 'sha256-[^ ]+';", policy);
            Assert.DoesNotContain("script-src 'unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
            using var foreign = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Host = "evil.example" } };
            using HttpResponseMessage refused = await _client.SendAsync(foreign, Stop);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            using HttpResponseMessage unknown = await _client.GetAsync(new Uri(url, "fragments/nothing"), Stop);
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "on this machine only")]
    [InlineData("https://127.0.0.1:0", "is no address to listen on")]
    public async Task Watch_OnAnAddressBeyondThisMachine_IsRefused(string url, string message)
    {
        UserException error = await Assert.ThrowsAsync<UserException>(() => _runs.Train("run", _runs.Given(1), new RunSettings(Watch: url)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
