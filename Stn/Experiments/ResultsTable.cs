using System.Globalization;
using System.Text;

namespace Stn.Experiments;

/// <summary>The results of an experiment as a page of Markdown.</summary>
internal static class ResultsTable
{
    public static string Write(Experiment experiment, ExperimentResults results)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {experiment.Title}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{results.Machine}; commit {results.Commit}; `{results.Command}`.").AppendLine();
        text.AppendLine("In brackets what was published. With several seeds: their mean, and the smallest and largest.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| model | {string.Join(" | ", experiment.Columns)} | parameters | epochs |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(experiment.Columns.Select(_ => "---|"))}---|---|");
        foreach (string model in experiment.Models)
        {
            IReadOnlyList<CellResult> row = [.. results.Cells.Where(c => c.Model == model)];
            IEnumerable<string> cells = experiment.Columns.Select(column => CellOf(experiment, results, model, column));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {model} | {string.Join(" | ", cells)} | {Range(row, c => c.Parameters)} | {Range(row, c => c.Epochs)} |");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{results.Cells.Count} cells took {results.Cells.Sum(c => c.Seconds) / 60:F0} minutes.");
        return text.ToString();
    }

    private static string CellOf(Experiment experiment, ExperimentResults results, string model, string column)
    {
        IReadOnlyList<CellResult> cells = results.Of(model, column);
        double? published = experiment.Cells.First(c => c.Model == model && c.Column == column).PublishedPercent;
        string ours = cells.Count == 0 ? "-" : cells.Average(c => c.ErrorPercent).ToString("F2", CultureInfo.InvariantCulture);
        string spread = cells.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $", {cells.Min(c => c.ErrorPercent):F2} to {cells.Max(c => c.ErrorPercent):F2}, {cells.Count} seeds")
            : string.Empty;
        return published is { } error ? string.Create(CultureInfo.InvariantCulture, $"{ours} ({error:0.##}){spread}") : ours + spread;
    }

    private static string Range(IReadOnlyList<CellResult> row, Func<CellResult, int> of)
    {
        if (row.Count == 0)
        {
            return "-";
        }

        (int least, int most) = (row.Min(of), row.Max(of));
        return least == most ? least.ToString("N0", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{least:N0} to {most:N0}");
    }
}
