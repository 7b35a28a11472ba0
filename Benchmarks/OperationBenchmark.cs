using BenchmarkDotNet.Attributes;
using StnEngine.Benchmarks.Naive;
using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>Each operation on each device, and as plain loops, forward, and forward and backward with all its gradients, from a recorded step.</summary>
[MemoryDiagnoser]
[Config(typeof(OperationTable))]
public class OperationBenchmark
{
    internal const string NaiveDevice = "naive";

    private Device? _device;
    private IWorkSteps? _steps;

    /// <summary>The plain loops, then what can compute here, but for what emulates a GPU.</summary>
    public static IEnumerable<string> Devices => MeasuredDevices.Chosen([NaiveDevice, .. MeasuredDevices.Specs]);

    /// <summary>Every operation at every shape.</summary>
    public static IEnumerable<string> Operations => Work.All.Select(w => w.Name);

    /// <summary>The operation and its shape.</summary>
    [ParamsSource(nameof(Operations))]
    public string Operation { get; set; } = string.Empty;

    /// <summary>Device spec, or <c>naive</c>.</summary>
    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = string.Empty;

    /// <summary>Makes the inputs and records both steps; plain loops that compute something else are no baseline.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Work work = Work.Named(Operation);
        _device = Kernels.Devices.Open(Device == NaiveDevice ? "cpu" : Device);
        var steps = new WorkSteps(work, _device);
        _steps = steps;
        if (Device == NaiveDevice)
        {
            _steps = new NaiveSteps(work);
            steps.Dispose();
            float largest = steps.Output.Max(MathF.Abs);
            if (steps.Output.Zip(_steps.Output, (a, b) => MathF.Abs(a - b)).Max() > 1e-3f * largest)
            {
                throw new InvalidOperationException($"The plain loops of {Operation} do not compute what the engine computes.");
            }
        }
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _steps!.Dispose();
        _device!.Dispose();
    }

    /// <summary>The operation.</summary>
    [Benchmark]
    public void Forward() => _steps!.Forward();

    /// <summary>The operation and its way back.</summary>
    [Benchmark]
    public void ForwardBackward() => _steps!.ForwardBackward();
}
