using BenchmarkDotNet.Attributes;
using StnEngine.Benchmarks.Networks;
using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>Whole networks: the training step (forward, backward, gradient descent) and inference.</summary>
[MemoryDiagnoser]
[Config(typeof(NetworkTable))]
public class NetworkBenchmark
{
    private Device? _device;
    private NetworkSteps? _steps;

    /// <summary>What can compute here, but for what emulates a GPU.</summary>
    public static IEnumerable<string> Devices => MeasuredDevices.Chosen(MeasuredDevices.Specs);

    /// <summary>The networks.</summary>
    public static IEnumerable<string> Networks => Benchmarks.Networks.Network.All.Select(n => n.Name);

    /// <summary>The network.</summary>
    [ParamsSource(nameof(Networks))]
    public string Network { get; set; } = string.Empty;

    /// <summary>Device spec.</summary>
    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = string.Empty;

    /// <summary>Images in a step.</summary>
    [Params(1, 16, 64, 256, 1024)]
    public int Batch { get; set; }

    /// <summary>Builds the network and records its steps.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _device = Kernels.Devices.Open(Device);
        _steps = new NetworkSteps(Benchmarks.Networks.Network.Named(Network), _device, Batch);
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _steps!.Dispose();
        _device!.Dispose();
    }

    /// <summary>The recorded training step.</summary>
    [Benchmark(Baseline = true)]
    public void TrainingStep() => _steps!.ReplayTraining();

    /// <summary>The same step, operation by operation.</summary>
    [Benchmark]
    public void TrainingStepEager() => _steps!.TrainEagerly();

    /// <summary>Recorded inference.</summary>
    [Benchmark]
    public void Inference() => _steps!.ReplayInference();
}
