using Stn.Training;
using Stn.Web;

namespace Stn.Reports.Sections;

/// <summary>What came out, in a few large numbers.</summary>
internal static class ResultSection
{
    public static PageSection Of(RunReport report)
    {
        IReadOnlyList<EpochResult> log = report.Log;
        TrainOptions options = report.Facts.Options;
        var tiles = new List<(string Name, string Value, string More)>();
        if (log.Count > 0)
        {
            EpochResult best = log.MaxBy(r => double.IsNaN(r.TestAccuracy) ? double.MinValue : r.TestAccuracy)!;
            tiles.Add(("test accuracy", $"{PageText.Number(log[^1].TestAccuracy, "F2")} %", $"best {PageText.Number(best.TestAccuracy, "F2")} % after epoch {best.Epoch}"));
            tiles.Add(("test loss", PageText.Number(log[^1].TestLoss, "F4"), $"on training images {PageText.Number(log[^1].TrainLoss, "F4")}"));
        }

        tiles.Add(("epochs", log.Count == options.Epochs ? Whole(log.Count) : $"{Whole(log.Count)} of {Whole(options.Epochs)}", !report.Facts.IsFinished ? "not finished" : $"batches of {options.BatchSize}"));
        tiles.Add(("parameters", Whole(report.Parameters), options.Model));
        if (log.Count > 0)
        {
            tiles.Add(("speed", $"{Whole(log.Average(r => r.ImagesPerSecond))}", "images a second, in training"));
            tiles.Add(("time", Time(log.Sum(r => r.Seconds)), $"{PageText.Number(log.Average(r => r.Seconds), "0.##")} s an epoch, with its test"));
        }

        return new PageSection("result", string.Empty, "<dl class=\"tiles\">\n" + string.Concat(tiles.Select(t =>
            $"<div class=\"card\"><dt>{Html.Escape(t.Name)}</dt><dd>{Html.Escape(t.Value)}<small>{Html.Escape(t.More)}</small></dd></div>\n")) + "</dl>\n");
    }

    /// <summary>Seconds as people say them.</summary>
    public static string Time(double seconds) =>
        seconds < 100 ? $"{PageText.Number(seconds, "0.#")} s" : seconds < 6000 ? $"{PageText.Number(seconds / 60, "0.#")} min" : $"{PageText.Number(seconds / 3600, "0.#")} h";

    private static string Whole(double value) => PageText.Number(value, "N0");
}
