using BenchmarkDotNet.Attributes;
using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>Each operation on each device, forward, and forward and backward with all its gradients, from a recorded step.</summary>
[MemoryDiagnoser]
public class OperationBenchmark
{
    // Replays between two waits, as in training, where the host runs ahead of the device.
    private const int Replays = 10;
    private readonly List<IDisposable> _made = [];
    private Device? _device;
    private RecordedStep? _forward;
    private RecordedStep? _both;

    /// <summary>What can compute here, but for what emulates a GPU.</summary>
    public static IEnumerable<string> Devices => Kernels.Devices.List().Where(d => d.Name is not null && d.Spec != "gpu-emulated").Select(d => d.Spec);

    /// <summary>Every operation at every shape.</summary>
    public static IEnumerable<string> Operations => Work.All.Select(w => w.Name);

    /// <summary>The operation and its shape.</summary>
    [ParamsSource(nameof(Operations))]
    public string Operation { get; set; } = string.Empty;

    /// <summary>Device spec.</summary>
    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = string.Empty;

    /// <summary>Makes the inputs and records both steps.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Work work = Work.All.Single(w => w.Name == Operation);
        _device = Kernels.Devices.Open(Device);
        var random = new RandomSource(1, "benchmark");
        Tensor[] inputs = [.. work.Inputs.Select(input => Random(random, input.IsBatched, input.Shape))];
        _forward = RecordedStep.Record(_device, () => work.Run(inputs));
        Array.ForEach(inputs, input => input.RequiresGrad = true);
        Tensor upstream = Like(random, work, inputs);

        // Gradients of leaves are made in an eager step.
        using (TensorScope.Begin())
        {
            work.Run(inputs).Backward(upstream);
        }

        _both = RecordedStep.Record(_device, () => work.Run(inputs).Backward(upstream));
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _forward!.Dispose();
        _both!.Dispose();
        _made.ForEach(m => m.Dispose());
        _made.Clear();
        _device!.Dispose();
    }

    /// <summary>The operation.</summary>
    [Benchmark(OperationsPerInvoke = Replays)]
    public void Forward() => Replay(_forward!);

    /// <summary>The operation and its way back.</summary>
    [Benchmark(OperationsPerInvoke = Replays)]
    public void ForwardBackward() => Replay(_both!);

    private void Replay(RecordedStep step)
    {
        for (int i = 0; i < Replays; i++)
        {
            step.Replay();
        }

        _device!.Synchronize();
    }

    private Tensor Like(RandomSource random, Work work, Tensor[] inputs)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor output = work.Run(inputs);
        Tensor upstream = Random(random, output.IsBatched, output.Shape.Extents);
        return scope.Keep(upstream);
    }

    private Tensor Random(RandomSource random, bool isBatched, ReadOnlySpan<int> shape)
    {
        float[] values = new float[new Shape(shape).Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Uniform(-1, 1);
        }

        Tensor tensor = isBatched ? Tensor.Batch(_device!, values, shape) : Tensor.Plain(_device!, values, shape);
        _made.Add(tensor);
        return tensor;
    }
}
