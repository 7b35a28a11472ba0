using System.Diagnostics;
using Stn.Terminal;
using Stn.Training;

namespace StnEngine.Tests.Programs.LongRuns;

/// <summary>A process that trains a tiny network for very many steps, as the program does, and measures itself ten times on the way.</summary>
internal static class ManySteps
{
    public const string Verb = "steps";
    public const int BatchSize = 8;
    private const int Times = 10;

    public static async Task RunAsync(string root, int epochs, int stepsPerEpoch)
    {
        var clock = Stopwatch.StartNew();
        long done = 0, total = (long)epochs * stepsPerEpoch;
        using var progress = new ProgressLine(TextWriter.Null, interactive: false, width: 80);
        var run = new TrainingRun(new RunSettings(Data: root, Device: "cpu", Threads: 1, Out: Path.Combine(root, "run"), Offline: true), progress)
        {
            Progressed = _ =>
            {
                if (++done * Times % total == 0)
                {
                    Measured.Print(done, clock);
                }
            },
        };
        await run.RunAsync(new GivenOptions(Dataset: "mnist", Model: "stn", BatchSize: BatchSize, Epochs: epochs), CancellationToken.None);
    }
}
