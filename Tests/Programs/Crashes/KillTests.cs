using StnEngine.Tests.Datasets.Download;
using Xunit;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>
/// Kills programs at random moments and starts them again, as a user would: they end as if nothing had happened. <c>STN_KILLS=50</c> sets how many are killed, shared
/// out over the four tests; without it a few.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("STN_KILLS"), out int kills) ? kills : 0;

    [Fact]
    public Task Training_Killed_EndsInTheSameBits() => TrainAsync(Share(0.4, 2), 10);

    // A checkpoint after every batch: most of the time is spent on saving.
    [Fact]
    public Task Checkpointing_Killed_EndsInTheSameBits() => TrainAsync(Share(0.3, 2), 0);

    [Fact]
    public async Task Download_Killed_EndsInTheSameFiles()
    {
        using var bench = new FewDigits(10, 10);
        using ScriptedServer server = FetchedFiles.Serve();
        await KillAsync(
            Share(0.16, 2),
            name => Child.Part(FetchedFiles.Verb, server.Address.ToString(), bench.At(name)),
            name => { },
            name => FetchedFiles.AreWhole(bench.At(name)));
    }

    [Fact]
    public async Task Experiment_Killed_EndsInTheSameResults()
    {
        using var bench = new FewDigits();
        await KillAsync(
            Share(0.14, 1),
            name => Child.Stn("experiment", "mnist", "--epochs", "2", "--data", bench.Root, "--offline", "--device", "cpu", "--threads", "1", "--out", bench.At(name)),
            name => ExperimentFiles.AreWhole(bench.At(name)),
            name => ExperimentFiles.AreThoseOf(bench.At("usual"), bench.At(name)));
    }

    private static int Share(double share, int usual) => Kills == 0 ? usual : (int)Math.Ceiling(share * Kills);

    private async Task TrainAsync(int kills, double saveEvery)
    {
        using var bench = new FewDigits();
        await KillAsync(
            kills,
            name => Child.Stn(bench.Train(name, saveEvery: saveEvery)),
            name => RunFiles.AreWhole(bench.At(name)),
            name => RunFiles.AreThoseOf(bench.At("usual"), bench.At(name)));
    }

    // Each run is killed once or twice, at moments spread over all that it usually computes, and then left to end.
    private async Task KillAsync(int kills, Func<string, Child> start, Action<string> afterKill, Action<string> atEnd)
    {
        TimeSpan whole = await UsualAsync(start);
        atEnd("usual");
        var random = new Random(Seed);
        for (int killed = 0, run = 0; killed < kills; run++)
        {
            string name = $"killed-{run}";
            for (int times = random.Next(1, 3); times > 0 && killed < kills; times--)
            {
                using Child child = start(name);
                TimeSpan computed = await ComputeAsync(child, whole * random.NextDouble());
                if (!child.HasEnded)
                {
                    // Not only when the system has just counted.
                    await Task.Delay(random.Next(20), TestContext.Current.CancellationToken);
                }

                bool ended = child.HasEnded;
                await child.KillAsync();
                killed += ended ? 0 : 1;
                output.WriteLine($"{name}: {(ended ? "had ended" : $"kill {killed} of {kills}")} after {computed.TotalSeconds:F2} of {whole.TotalSeconds:F2} s of computing");
                afterKill(name);
            }

            using Child last = start(name);
            await last.SucceedAsync();
            atEnd(name);
        }
    }

    // What a run computes that is left alone.
    private static async Task<TimeSpan> UsualAsync(Func<string, Child> start)
    {
        using Child usual = start("usual");
        TimeSpan whole = await ComputeAsync(usual, TimeSpan.MaxValue);
        await usual.SucceedAsync();
        return whole;
    }

    // Waits until it has computed so much, or has ended.
    private static async Task<TimeSpan> ComputeAsync(Child child, TimeSpan wanted)
    {
        TimeSpan before = TimeSpan.Zero;
        for (TimeSpan now = child.Computed; now < wanted; now = child.Computed)
        {
            before = now;
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        return before;
    }
}
