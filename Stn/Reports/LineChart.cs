using System.Globalization;
using System.Text;
using System.Text.Json;
using Stn.Web;

namespace Stn.Reports;

/// <summary>Lines over epochs, as a figure of a page: they are SVG that stretches with the page, numbers are text that does not.</summary>
/// <param name="Title">Stands above.</param>
/// <param name="Series">The lines.</param>
/// <param name="Format">How values are told.</param>
/// <param name="LastEpoch">The right end of the axis; the left one is epoch 1.</param>
internal sealed record LineChart(string Title, IReadOnlyList<ChartSeries> Series, string Format, int LastEpoch)
{
    private const int MostPoints = 500;
    private const int MostEpochMarks = 8;
    private const int Extent = 1000;

    /// <summary>Stands behind values.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>What values cannot be above.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>What the axis spans at least.</summary>
    public double Span { get; init; }

    /// <summary>Whether the axis begins at zero, however far the values are from it.</summary>
    public bool FromZero { get; init; }

    // Every epoch, or of very many an even choice with the last one.
    private int[] Shown
    {
        get
        {
            int count = Series.Select(s => s.Values.Count).Append(0).Max(), step = ((count - 1) / MostPoints) + 1;
            return [.. Enumerable.Range(0, count).Where(i => (count - 1 - i) % step == 0)];
        }
    }

    public string ToHtml()
    {
        int[] shown = Shown;
        ChartAxis axis = ChartAxis.For(Series.SelectMany(s => s.Values).Concat(FromZero ? [0] : []), Most, Span);
        var html = new StringBuilder();
        html.Append("<figure class=\"chart\" data-chart=\"").Append(Html.Escape(Data(shown))).Append("\">\n<figcaption>").Append(Html.Escape(Title)).Append(" <span class=\"keys\">");
        for (int i = 0; Series.Count > 1 && i < Series.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"key s{i % 8}\">{Html.Escape(Series[i].Name)}</span>");
        }

        html.Append("</span></figcaption>\n<div class=\"plot\" tabindex=\"0\" role=\"img\" aria-label=\"").Append(Html.Escape(Spoken())).Append("\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Extent} {Extent}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        foreach (double tick in axis.Ticks)
        {
            html.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M0 {Y(axis, tick)}H{Extent}\"/>");
        }

        for (int i = 0; i < Series.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<path class=\"line{(shown.Length == 1 ? " dot" : string.Empty)} s{i % 8}\" d=\"{PathOf(Series[i], axis, shown)}\"/>");
        }

        html.Append("</svg>\n");
        foreach (double tick in axis.Ticks)
        {
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"y\" style=\"top:{Y(axis, tick) / 10.0:0.##}%\">{axis.Text(tick)}</span>");
        }

        foreach (int epoch in EpochTicks())
        {
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"x\" style=\"left:{X(epoch) / 10.0:0.##}%\">{epoch}</span>");
        }

        return html.Append("\n</div></figure>\n").ToString();
    }

    private static double Y(ChartAxis axis, double value) => Math.Round(Extent * (1 - axis.Place(value)), 1);

    private double X(int epoch) => LastEpoch <= 1 ? Extent / 2.0 : Math.Round(Extent * (epoch - 1.0) / (LastEpoch - 1), 1);

    // A line to where it is makes a dot of a point that stands alone.
    private string PathOf(ChartSeries series, ChartAxis axis, int[] shown)
    {
        var path = new StringBuilder();
        bool begun = false;
        foreach (int i in shown.Where(i => i < series.Values.Count))
        {
            bool there = double.IsFinite(series.Values[i]);
            if (there)
            {
                string point = string.Create(CultureInfo.InvariantCulture, $"{X(i + 1)} {Y(axis, series.Values[i])}");
                path.Append(begun ? "L" : "M").Append(point).Append(begun ? string.Empty : $"L{point}");
            }

            begun = there;
        }

        return path.ToString();
    }

    // The last one always, and no other so close to it that they touch.
    private IEnumerable<int> EpochTicks()
    {
        int step = LastEpoch <= MostEpochMarks ? 1 : (int)Math.Ceiling(ChartAxis.For([0, LastEpoch]).Step);
        return Enumerable.Range(0, (LastEpoch / step) + 1).Select(i => Math.Max(1, i * step)).Where(e => LastEpoch - e >= 0.6 * step).Append(Math.Max(1, LastEpoch)).Distinct();
    }

    private string Told(double value) => double.IsFinite(value) ? value.ToString(Format, CultureInfo.InvariantCulture) + Unit : "-";

    private string Spoken() => Series.All(s => s.Values.Count == 0)
        ? $"{Title}: nothing yet"
        : $"{Title} by epoch; at the end {string.Join(", ", Series.Where(s => s.Values.Count > 0).Select(s => $"{s.Name} {Told(s.Values[^1])}"))}";

    private string Data(int[] shown) => JsonSerializer.Serialize(
        new ChartData(
            [.. shown.Select(i => i + 1)],
            [.. shown.Select(i => X(i + 1) / Extent)],
            [.. Series.Select(s => s.Name)],
            [.. Series.Select(s => shown.Select(i => i < s.Values.Count ? Told(s.Values[i]) : "-").ToArray())]),
        ChartJson.Default.ChartData);
}
