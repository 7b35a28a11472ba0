using Stn.Training;
using Stn.Web;

namespace Stn.Reports.Sections;

/// <summary>What the epochs came to, as lines: how the model learned, and what its transformers did to images.</summary>
internal static class CurveSections
{
    public static PageSection Curves(RunReport report)
    {
        IReadOnlyList<EpochResult> log = report.Log;
        int last = LastEpoch(report);
        LineChart[] charts =
        [
            new("Loss", [Line("training", r => r.TrainLoss), Line("test", r => r.TestLoss)], "F4", last),
            new("Accuracy, %", [Line("training", r => r.TrainAccuracy), Line("test", r => r.TestAccuracy)], "F2", last) { Unit = " %", Most = 100, Span = 2 },
            new("Learning rate", [Line("learning rate", r => r.LearningRate)], "G3", last) { FromZero = true },
            new("Images a second", [Line("images a second", r => r.ImagesPerSecond)], "N0", last) { FromZero = true },
        ];
        return new PageSection("curves", "Learning", Columns(charts));

        ChartSeries Line(string name, Func<EpochResult, double> value) => new(name, [.. log.Select(value)]);
    }

    /// <summary>Null for a model without a transformer.</summary>
    public static PageSection? Monitor(RunReport report)
    {
        IReadOnlyList<string> paths = report.Transformers;
        if (paths.Count == 0)
        {
            return null;
        }

        int last = LastEpoch(report);
        LineChart[] charts =
        [
            new("Zoom", Lines(t => t.Zoom), "F2", last) { Unit = " x", Span = 0.1 },
            new("Turn, degrees", Lines(t => t.RotationDegrees), "F1", last) { Unit = "°", Span = 2 },
            new("In view, %", Lines(t => 100 * t.InView), "F1", last) { Unit = " %", Most = 100, Span = 5 },
            new("Determinant", Lines(t => t.Determinant), "F3", last) { Span = 0.1 },
        ];
        string collapsed = string.Concat(report.Log.Count == 0 ? [] : report.Log[^1].Transforms.Where(t => t.IsCollapsed).Select(t =>
            $"<p class=\"alarm\">The {Html.Escape(Name(t.Path))} has collapsed: hardly anything of the images is left to see.</p>\n"));
        return new PageSection(
            "monitor",
            paths.Count == 1 ? "Transformer" : "Transformers",
            $"{collapsed}<p class=\"quiet\">Means over the first test images. Zoom above 1 makes them larger; in view is the share of the output that reads inside the image; below a determinant of 0 images are turned over.</p>\n{Columns(charts)}");

        ChartSeries[] Lines(Func<TransformStatistics, double> value) =>
            [.. paths.Select(path => new ChartSeries(Name(path), [.. report.Log.Select(r => r.Transforms.FirstOrDefault(t => t.Path == path) is { } t ? value(t) : double.NaN)]))];
    }

    /// <summary>Charts beside or below each other, as the page is wide.</summary>
    public static string Columns(IEnumerable<LineChart> charts) => $"<div class=\"charts\">\n{string.Concat(charts.Select(c => c.ToHtml()))}</div>\n";

    private static string Name(string path) => path.Length == 0 ? "transformer" : $"transformer {path}";

    // While it trains lines grow into the room that the epochs to come will need.
    private static int LastEpoch(RunReport report) => !report.Facts.IsFinished ? Math.Max(report.Facts.Options.Epochs, report.Log.Count) : report.Log.Count;
}
