using System.Globalization;
using System.Text;
using Stn.Reports;
using Stn.Reports.Sections;
using Stn.Training;
using Stn.Web;

namespace Stn.Experiments;

/// <summary>The page about an experiment: errors beside those that were published, curves of every column, and what each cell's model sees.</summary>
internal static class ExperimentPage
{
    // Of the 3 MB that a page may be.
    private const int MostCellBytes = 2_600_000;

    /// <summary>Writes it.</summary>
    /// <param name="experiment">The table.</param>
    /// <param name="results">What is there of it.</param>
    /// <param name="detailsOf">Gives what was kept of a cell; null where nothing was.</param>
    public static string Write(Experiment experiment, ExperimentResults results, Func<CellResult, CellDetails?> detailsOf)
    {
        (CellResult Cell, CellDetails Details)[] first =
        [
            .. experiment.Cells
                .Select(plan => results.Of(plan.Model, plan.Column).MinBy(c => c.Seed))
                .OfType<CellResult>()
                .Select(cell => (cell, detailsOf(cell)!))
                .Where(c => c.Item2 is not null),
        ];
        return Page.Write(
            experiment.Title,
            $"{results.Machine} · commit {results.Commit} · {results.Command}",
            [Errors(experiment, results), .. experiment.Columns.Select((column, i) => Curves(column, i, first)).OfType<PageSection>(), .. Options(first), Cells(experiment, first)]);
    }

    private static PageSection Errors(Experiment experiment, ExperimentResults results)
    {
        double most = results.Cells.Select(c => Math.Max(c.ErrorPercent, c.PublishedPercent ?? 0)).Append(0.01).Max();
        var html = new StringBuilder("<p class=\"quiet\">In percent on test images, which chose nothing unless the table says so; with several seeds their mean. The mark is what was published.</p>\n<div class=\"bars\">\n");
        foreach (string column in experiment.Columns)
        {
            html.Append("<div class=\"card\"><h3>").Append(Html.Escape(column)).Append("</h3>\n<ol>\n");
            html.AppendJoin(null, experiment.Models.Where(model => experiment.Cells.Any(c => c.Model == model && c.Column == column)).Select(model => Bar(experiment, results, model, column, most)));
            html.Append("</ol></div>\n");
        }

        return new PageSection("errors", "Results", html.Append("</div>\n").ToString());
    }

    private static string Bar(Experiment experiment, ExperimentResults results, string model, string column, double most)
    {
        double? published = experiment.Cells.First(c => c.Model == model && c.Column == column).PublishedPercent;
        double? error = results.ErrorOf(model, column);
        string mark = published is { } p ? string.Create(CultureInfo.InvariantCulture, $"<u style=\"--p:{100 * p / most:0.##}%\" title=\"published {p:0.##} %\"></u>") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<li><span>{Html.Escape(model)}</span><span class=\"track\"><i style=\"--w:{100 * (error ?? 0) / most:0.##}%\"></i>{mark}</span><span class=\"value\">{(error is { } e ? $"{e:F2}" : "-")}</span></li>\n");
    }

    private static PageSection? Curves(string column, int number, (CellResult Cell, CellDetails Details)[] cells)
    {
        (string Model, IReadOnlyList<EpochResult> Log)[] logs = [.. cells.Where(c => c.Cell.Column == column && c.Details.Log.Length > 0).Select(c => (c.Cell.Model, c.Details.Epochs()))];
        return logs.Length == 0 ? null : new PageSection(
            FormattableString.Invariant($"curves-{number}"),
            $"Learning: {column}",
            "<p class=\"quiet\">On the images that the epoch is chosen by.</p>\n" + CurveSections.Columns([
                Chart("Loss", "F4", r => r.TestLoss), Chart("Accuracy, %", "F2", r => r.TestAccuracy) with { Unit = " %", Most = 100, Span = 2 }]));

        LineChart Chart(string title, string format, Func<EpochResult, double> value) =>
            new(title, [.. logs.Select(l => new ChartSeries(l.Model, [.. l.Log.Select(value)]))], format, logs.Max(l => l.Log.Count));
    }

    private static PageSection[] Options((CellResult Cell, CellDetails Details)[] cells) =>
        cells.Length == 0 ? [] : [OptionsSection.Of([.. cells.Select(c => NameOf(c.Cell))], [.. cells.Select(c => c.Details.Options)])];

    private static PageSection Cells(Experiment experiment, (CellResult Cell, CellDetails Details)[] cells)
    {
        var html = new StringBuilder("<p class=\"quiet\">What the model of each cell sees and answers, on the images that the epoch is chosen by.</p>\n");
        int leftOut = 0;
        foreach ((CellResult cell, CellDetails details) in cells.Where(c => c.Details.Sections.Length > 0))
        {
            string content = string.Concat(details.Sections.Select(s => s.ToInnerHtml()));
            if (html.Length + content.Length > MostCellBytes)
            {
                leftOut++;
                continue;
            }

            html.Append(CultureInfo.InvariantCulture, $"<details class=\"cell\"><summary>{Html.Escape(NameOf(cell))}: {experiment.Figure} {cell.ErrorPercent:F2} %</summary>\n").Append(content).Append("</details>\n");
        }

        html.Append(leftOut == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{leftOut} cells are left out: the page would be too large.</p>\n"));
        return new PageSection("cells", "Cells", html.ToString());
    }

    private static string NameOf(CellResult cell) => $"{cell.Column}, {cell.Model}";
}
