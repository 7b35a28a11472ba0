using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Tests.Programs.Reports;
using Xunit;

namespace StnEngine.Tests.Serving;

/// <summary>Many who ask at once, for two seconds; <c>STN_LOAD_SECONDS=60</c> for a minute. Alone: memory is the whole process's.</summary>
[Collection(nameof(LoadTests))]
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
public sealed class LoadTests
{
    private const string Variable = "STN_LOAD_SECONDS";
    private const int Connections = 64, WarmUp = 400, MostGrowth = 16 << 20;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable(Variable), out int seconds) ? seconds : 2);

    [Fact]
    public async Task Serve_UnderLoad_AnswersOrAsksToComeBack_AndATrainingBesideItIsUndisturbed()
    {
        using var runs = new SmallRun();
        SafetensorsFile quiet = Safetensors.Read(Path.Combine(await runs.Train("quiet", runs.Given(2)), "model.safetensors"));
        await using RunningServer server = await RunningServer.OfAsync("stn", "RTS");
        byte[] digit = PredictionApiTests.Png(new ByteImage(28, 28, 1, Digits.Draw(1, 5).Image(0).ToArray()));
        string wanted = (await server.PredictAsync(digit)).ToString();

        var counts = new ConcurrentDictionary<HttpStatusCode, int>();
        await AskAsync(server, digit, wanted, counts, () => counts.Values.Sum() < WarmUp);
        (long held, long resident) = Memory();
        counts.Clear();
        long start = Stopwatch.GetTimestamp();
        Task asking = Task.Run(() => AskAsync(server, digit, wanted, counts, () => Stopwatch.GetElapsedTime(start) < Duration), TestContext.Current.CancellationToken);
        int trainings = 0;
        do
        {
            SafetensorsFile beside = Safetensors.Read(Path.Combine(await runs.Train($"beside-{trainings++}", runs.Given(2)), "model.safetensors"));
            Assert.All(quiet.Entries, entry => Assert.Equal(entry.Values, beside[entry.Name].Values));
        }
        while (!asking.IsCompleted);

        await asking;
        (long heldAfter, long residentAfter) = Memory();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Connections} connections, {Duration.TotalSeconds} s: {string.Join(", ", counts.Select(c => $"{c.Value} x {(int)c.Key}"))}; {trainings} trainings beside; held {held >> 10} then {heldAfter >> 10} KiB; resident {resident >> 20} then {residentAfter >> 20} MiB."));
        Assert.All(counts.Keys, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{status}"));
        Assert.True(counts[HttpStatusCode.OK] > 0);
        Assert.InRange(heldAfter - held, long.MinValue, MostGrowth);
        Assert.Empty(server.Error);
    }

    // Each connection asks again as soon as it has its answer.
    private static async Task AskAsync(RunningServer server, byte[] digit, string wanted, ConcurrentDictionary<HttpStatusCode, int> counts, Func<bool> goesOn)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
        using var client = new HttpClient(handler) { BaseAddress = server.Client.BaseAddress };
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async number =>
        {
            while (goesOn())
            {
                using var body = new ByteArrayContent(digit);
                body.Headers.ContentType = new("image/png");
                using HttpResponseMessage response = await client.PostAsync(new Uri(number % 8 == 0 ? "api/predict?explain=true" : "api/predict", UriKind.Relative), body);
                string answer = await response.Content.ReadAsStringAsync();
                counts.AddOrUpdate(response.StatusCode, 1, (_, count) => count + 1);
                Assert.True(response.StatusCode != HttpStatusCode.ServiceUnavailable || response.Headers.RetryAfter is not null);
                Assert.True(response.StatusCode != HttpStatusCode.OK || number % 8 == 0 || answer == wanted, answer);
            }
        }));
    }

    private static (long Held, long Resident) Memory()
    {
        long held = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return (held, process.WorkingSet64);
    }
}
