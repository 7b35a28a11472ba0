using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace StnEngine.Benchmarks.Tables;

/// <summary>How many times as fast as the plain loops on the same work.</summary>
internal sealed class AgainstNaiveColumn() : ComputedColumn("x naive", "Times as fast as plain loops over floats on one thread")
{
    protected override string Value(Summary summary, BenchmarkCase benchmarkCase, double nanoseconds)
    {
        BenchmarkReport? naive = summary.Reports.FirstOrDefault(report =>
            report.BenchmarkCase.Descriptor.WorkloadMethod == benchmarkCase.Descriptor.WorkloadMethod &&
            (string)report.BenchmarkCase.Parameters[nameof(OperationBenchmark.Device)] == OperationBenchmark.NaiveDevice &&
            report.BenchmarkCase.Parameters[nameof(OperationBenchmark.Operation)].Equals(benchmarkCase.Parameters[nameof(OperationBenchmark.Operation)]));
        return naive?.ResultStatistics is { } statistics ? (statistics.Mean / nanoseconds).ToString("F1", CultureInfo.InvariantCulture) : "-";
    }
}
