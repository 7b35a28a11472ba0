using System.Globalization;
using Stn.Reports.Sections;
using Stn.Training;

namespace Stn.Reports;

/// <summary>One page about several runs: what came out, where their options differ, and their curves over each other.</summary>
internal static class ComparisonPage
{
    /// <summary>Writes it. Neither data sets nor devices are needed.</summary>
    public static string Write(IReadOnlyList<RunRecord> runs)
    {
        IReadOnlyList<string> names = RunNames.Of([.. runs.Select(r => r.Folder.Path)]);
        return Page.Write(
            string.Create(CultureInfo.InvariantCulture, $"{runs.Count} runs"),
            string.Join(" · ", names),
            [Results(runs, names), OptionsSection.Of(names, [.. runs.Select(r => r.Options)]), Curves("test", "On test images", runs, names, r => r.TestLoss, r => r.TestAccuracy), Curves("training", "On training images", runs, names, r => r.TrainLoss, r => r.TrainAccuracy), Rates(runs, names)]);
    }

    private static PageSection Results(IReadOnlyList<RunRecord> runs, IReadOnlyList<string> names) => new("results", "Results", PageTable.Write(
        ["run", "test accuracy, %", "best, %", "test loss", "training loss", "epochs", "images/s", "time", "device", "commit"],
        runs.Select((run, i) => Row(names[i], run)),
        "wide"));

    private static IReadOnlyList<string> Row(string name, RunRecord run)
    {
        string epochs = run.Log.Count == run.Options.Epochs ? PageText.Number(run.Log.Count, "N0") : $"{run.Log.Count} of {run.Options.Epochs}";
        return run.Log.Count == 0
            ? [name, "-", "-", "-", "-", epochs, "-", "-", run.Origin.Device, run.Origin.Commit]
            :
            [
                name, PageText.Number(run.Log[^1].TestAccuracy, "F2"), PageText.Number(run.Log.Max(r => r.TestAccuracy), "F2"), PageText.Number(run.Log[^1].TestLoss, "F4"), PageText.Number(run.Log[^1].TrainLoss, "F4"),
                epochs, PageText.Number(run.Log.Average(r => r.ImagesPerSecond), "N0"), ResultSection.Time(run.Log.Sum(r => r.Seconds)), run.Origin.Device, run.Origin.Commit,
            ];
    }

    private static PageSection Curves(
        string name, string title, IReadOnlyList<RunRecord> runs, IReadOnlyList<string> names, Func<EpochResult, double> loss, Func<EpochResult, double> accuracy) => new(
            name, title, CurveSections.Columns([Chart("Loss", "F4", runs, names, loss), Chart("Accuracy, %", "F2", runs, names, accuracy) with { Unit = " %", Most = 100 }]));

    private static PageSection Rates(IReadOnlyList<RunRecord> runs, IReadOnlyList<string> names) => new("speed", "Rate and speed", CurveSections.Columns(
        [Chart("Learning rate", "G3", runs, names, r => r.LearningRate) with { FromZero = true }, Chart("Images a second", "N0", runs, names, r => r.ImagesPerSecond) with { FromZero = true }]));

    private static LineChart Chart(string title, string format, IReadOnlyList<RunRecord> runs, IReadOnlyList<string> names, Func<EpochResult, double> value) => new(
        title, [.. runs.Select((r, i) => new ChartSeries(names[i], [.. r.Log.Select(value)]))], format, Math.Max(1, runs.Max(r => r.Log.Count)));
}
