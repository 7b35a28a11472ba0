using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using StnEngine.Benchmarks.Tables;

namespace StnEngine.Benchmarks;

/// <summary>The columns of <see cref="OperationBenchmark"/> beside time and allocation.</summary>
internal sealed class OperationTable : ManualConfig
{
    public OperationTable() => AddColumn(
        new AgainstNaiveColumn(),
        new RateColumn("GFLOP/s", "Multiplications and additions, counted from the shapes", c => Passes(c) * WorkOf(c).Operations),
        new RateColumn("GB/s", "Inputs and output, each read or written once; on the way back their gradients too", c => IsBoth(c) ? WorkOf(c).BytesBoth : WorkOf(c).Bytes));

    private static bool IsBoth(BenchmarkCase benchmarkCase) => benchmarkCase.Descriptor.WorkloadMethod.Name == nameof(OperationBenchmark.ForwardBackward);

    // The way back takes the gradient of the weights and that of the input.
    private static int Passes(BenchmarkCase benchmarkCase) => IsBoth(benchmarkCase) ? 3 : 1;

    private static Work WorkOf(BenchmarkCase benchmarkCase) => Work.Named((string)benchmarkCase.Parameters[nameof(OperationBenchmark.Operation)]);
}
