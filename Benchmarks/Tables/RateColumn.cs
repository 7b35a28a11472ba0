using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace StnEngine.Benchmarks.Tables;

/// <summary>How much of something a second a benchmark got through, in billions.</summary>
/// <param name="unit">The column's name.</param>
/// <param name="legend">What is counted.</param>
/// <param name="amount">How much of it one measured operation takes; 0 leaves the cell empty.</param>
internal sealed class RateColumn(string unit, string legend, Func<BenchmarkCase, double> amount) : ComputedColumn(unit, legend)
{
    protected override string Value(Summary summary, BenchmarkCase benchmarkCase, double nanoseconds) =>
        amount(benchmarkCase) is > 0 and double billionths ? (billionths / nanoseconds).ToString("F1", CultureInfo.InvariantCulture) : "-";
}
