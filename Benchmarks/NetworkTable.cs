using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using StnEngine.Benchmarks.Networks;
using StnEngine.Benchmarks.Tables;

namespace StnEngine.Benchmarks;

/// <summary>The columns of <see cref="NetworkBenchmark"/> beside time and allocation.</summary>
internal sealed class NetworkTable : ManualConfig
{
    public NetworkTable() => AddColumn(
        new RateColumn("GFLOP/s", "Multiplications and additions of convolutions and linear layers, counted from the shapes", Operations));

    private static double Operations(BenchmarkCase benchmarkCase)
    {
        (long forward, long training) = Network.Named((string)benchmarkCase.Parameters[nameof(NetworkBenchmark.Network)]).CountOperations();
        return (int)benchmarkCase.Parameters[nameof(NetworkBenchmark.Batch)] *
            (benchmarkCase.Descriptor.WorkloadMethod.Name == nameof(NetworkBenchmark.Inference) ? forward : training);
    }
}
