using System.Globalization;
using System.Text;
using Stn.Evaluation;
using Stn.Web;

namespace Stn.Reports.Sections;

/// <summary>Which classes were taken for which: a table for a few classes, a picture for many, and what was confused most.</summary>
internal static class ConfusionSection
{
    private const int MostInATable = 20;
    private const int MostDrawn = 3000;
    private const int MostPairs = 8;

    public static PageSection Of(RunReport report)
    {
        ConfusionMatrix matrix = report.Findings.Matrix;
        string part = report.Findings.IsPart ? ", the first ones of the test set: all of them when training has ended" : string.Empty;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{matrix.Total:N0} images{part}. Rows: the label; columns: the answer.</p>\n<div class=\"confusion-and-pairs\">\n");
        html.Append(matrix.ClassNames.Count <= MostInATable ? Table(matrix) : Drawing(matrix)).Append(Pairs(matrix)).Append(matrix.ClassNames.Count <= MostInATable ? string.Empty : LeastFound(matrix)).Append("</div>\n");
        return new PageSection("confusion", "Confusion", html.ToString());
    }

    private static string Table(ConfusionMatrix matrix)
    {
        int[] classes = [.. Enumerable.Range(0, matrix.ClassNames.Count)];
        var html = new StringBuilder("<div class=\"scroll\"><table class=\"confusion\">\n<thead><tr><td></td>");
        html.AppendJoin(null, classes.Select(c => $"<th scope=\"col\">{Html.Escape(matrix.ClassNames[c])}</th>")).Append("<th scope=\"col\">found</th></tr></thead>\n<tbody>\n");
        foreach (int label in classes)
        {
            html.Append("<tr><th scope=\"row\">").Append(Html.Escape(matrix.ClassNames[label])).Append("</th>");
            html.AppendJoin(null, classes.Select(answer => Cell(matrix, label, answer)));
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"found\">{matrix.Recall(label):F1} %</td></tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }

    private static string Cell(ConfusionMatrix matrix, int label, int answer) => matrix[label, answer] == 0
        ? "<td></td>"
        : string.Create(CultureInfo.InvariantCulture, $"<td class=\"{Kind(label, answer)}\" style=\"--v:{Weight(matrix, label, answer):0.##}\">{matrix[label, answer]}</td>");

    private static string Drawing(ConfusionMatrix matrix)
    {
        int count = matrix.ClassNames.Count;
        var cells = Cells(matrix).OrderByDescending(c => c.Label == c.Answer).ThenByDescending(c => matrix[c.Label, c.Answer]).Take(MostDrawn);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<svg class=\"matrix\" viewBox=\"0 0 {count} {count}\" role=\"img\" aria-label=\"Confusion matrix of {count} classes\">");
        foreach ((int label, int answer) in cells)
        {
            html.Append(CultureInfo.InvariantCulture, $"<rect class=\"{Kind(label, answer)}\" x=\"{answer}\" y=\"{label}\" width=\"1\" height=\"1\" style=\"--v:{Weight(matrix, label, answer):0.##}\">");
            html.Append(CultureInfo.InvariantCulture, $"<title>{Html.Escape(matrix.ClassNames[label])} taken for {Html.Escape(matrix.ClassNames[answer])}: {matrix[label, answer]}</title></rect>");
        }

        return html.Append("</svg>\n").ToString();
    }

    private static string Pairs(ConfusionMatrix matrix)
    {
        (int Label, int Answer)[] pairs = [.. Cells(matrix).Where(c => c.Label != c.Answer).OrderByDescending(c => matrix[c.Label, c.Answer]).Take(MostPairs)];
        return pairs.Length == 0 ? string.Empty : "<div><h3>Most often confused</h3>\n" + PageTable.Write(
            ["label", "answer", "images"],
            pairs.Select(p => (IReadOnlyList<string>)[matrix.ClassNames[p.Label], matrix.ClassNames[p.Answer], matrix[p.Label, p.Answer].ToString("N0", CultureInfo.InvariantCulture)])) + "</div>\n";
    }

    // In the drawing there is no room for names.
    private static string LeastFound(ConfusionMatrix matrix) => "<div><h3>Least often found</h3>\n" + PageTable.Write(
        ["label", "images", "found, %"],
        Enumerable.Range(0, matrix.ClassNames.Count).Where(c => matrix.Row(c) > 0).OrderBy(matrix.Recall).Take(MostPairs).Select(c => (IReadOnlyList<string>)
            [matrix.ClassNames[c], matrix.Row(c).ToString("N0", CultureInfo.InvariantCulture), matrix.Recall(c).ToString("F1", CultureInfo.InvariantCulture)])) + "</div>\n";

    private static IEnumerable<(int Label, int Answer)> Cells(ConfusionMatrix matrix)
    {
        int count = matrix.ClassNames.Count;
        return Enumerable.Range(0, count * count).Select(i => (i / count, i % count)).Where(c => matrix[c.Item1, c.Item2] > 0);
    }

    private static string Kind(int label, int answer) => label == answer ? "right" : "wrong";

    // Few mistakes among many images are to be seen too.
    private static double Weight(ConfusionMatrix matrix, int label, int answer)
    {
        double share = matrix[label, answer] / (double)matrix.Row(label);
        return label == answer ? share : Math.Min(1, Math.Sqrt(4 * share) + 0.08);
    }
}
