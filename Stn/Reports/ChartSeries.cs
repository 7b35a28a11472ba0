namespace Stn.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Stands in the key.</param>
/// <param name="Values">One for each place of the chart's axis, NaN where there is none; shorter where the line ends early.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values);
