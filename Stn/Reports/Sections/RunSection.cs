using System.Globalization;
using Stn.Models;
using Stn.Training;

namespace Stn.Reports.Sections;

/// <summary>What was run: options, machine, layers, and every epoch in numbers.</summary>
internal static class RunSection
{
    private const int MostEpochs = 500;

    public static PageSection Of(RunReport report)
    {
        RunFacts facts = report.Facts;
        List<IReadOnlyList<string>> run =
        [
            ["device", facts.Origin.Device], ["commit", facts.Origin.Commit], ["seed", facts.Options.Seed.ToString(CultureInfo.InvariantCulture)], ["images", report.DataText], ["folder", facts.Name],
        ];
        if (facts.Origin.Finished is { } finished)
        {
            run.Add(["finished", string.Create(CultureInfo.InvariantCulture, $"{finished:yyyy-MM-dd HH:mm} UTC")]);
        }

        if (report.Log.Sum(r => r.LeftOut) is > 0 and var leftOut)
        {
            run.Add(["batches left out", string.Create(CultureInfo.InvariantCulture, $"{leftOut:N0}: NaN or infinity")]);
        }

        string tables = $"<div class=\"columns\">\n<div><h3>Options</h3>\n{PageTable.Write([], OptionRows.Of(facts.Options).Select(o => (IReadOnlyList<string>)[o.Name, o.Value]), "facts")}</div>\n"
            + $"<div><h3>Run</h3>\n{PageTable.Write([], run, "facts")}</div>\n</div>\n";
        return new PageSection("run", "Run", $"{tables}<h3>Layers</h3>\n{Layers(report)}{Epochs(report.Log)}");
    }

    private static string Layers(RunReport report) => PageTable.Write(
        ["layer", "kind", "output", "parameters"],
        report.Layers.Append(new LayerRow("total", string.Empty, string.Empty, report.Parameters))
            .Select(l => (IReadOnlyList<string>)[l.Path, l.Kind, l.Output, l.Parameters.ToString("N0", CultureInfo.InvariantCulture)]),
        "layers");

    private static string Epochs(IReadOnlyList<EpochResult> log)
    {
        int step = ((log.Count - 1) / MostEpochs) + 1;
        return "<details><summary>Every epoch in numbers</summary>\n" + PageTable.Write(
            ["epoch", "training loss", "accuracy, %", "test loss", "accuracy, %", "rate", "images/s", "seconds"],
            log.Where((_, i) => (log.Count - 1 - i) % step == 0).Select(r => (IReadOnlyList<string>)
            [
                PageText.Number(r.Epoch, "F0"), PageText.Number(r.TrainLoss, "F4"), PageText.Number(r.TrainAccuracy, "F2"), PageText.Number(r.TestLoss, "F4"), PageText.Number(r.TestAccuracy, "F2"), PageText.Number(r.LearningRate, "G3"),
                PageText.Number(r.ImagesPerSecond, "N0"), PageText.Number(r.Seconds, "F1"),
            ])) + "</details>\n";
    }
}
