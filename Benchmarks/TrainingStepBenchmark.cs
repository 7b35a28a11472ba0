using BenchmarkDotNet.Attributes;
using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace StnEngine.Benchmarks;

/// <summary>One training step of the tutorial network: forward, backward, gradient descent.</summary>
[MemoryDiagnoser]
public class TrainingStepBenchmark
{
    private Device? _device;
    private TutorialStn? _model;
    private Sgd? _optimizer;
    private Tensor? _images;
    private Tensor? _labels;
    private RecordedStep? _step;

    /// <summary>What can compute here, but for what emulates a GPU.</summary>
    public static IEnumerable<string> Devices => OperationBenchmark.Devices;

    /// <summary>Device spec.</summary>
    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = string.Empty;

    /// <summary>Whether it is the network for CIFAR-10, with 32x32 images of three channels, instead of MNIST's.</summary>
    [Params(false, true)]
    public bool Cifar10 { get; set; }

    /// <summary>Images in a step.</summary>
    [Params(64, 256)]
    public int Batch { get; set; }

    /// <summary>Builds the network and records the step.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _device = Kernels.Devices.Open(Device);
        (int channels, int size) = Cifar10 ? (3, 32) : (1, 28);
        _model = new TutorialStn(new ModuleContext(_device, 1), channels, size, 10);
        _optimizer = new Sgd([new ParameterGroup([.. _model.NamedParameters()])], 0.01f);
        var random = new RandomSource(1, "benchmark");
        float[] pixels = new float[Batch * channels * size * size];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = random.Uniform(-1, 1);
        }

        _images = Tensor.Batch(_device, pixels, Batch, channels, size, size);
        _labels = Tensor.Full(_device, 3, true, Batch);
        _step = RecordedStep.Record(_device, TrainOnce);
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _step!.Dispose();
        _model!.Dispose();
        _optimizer!.Dispose();
        _device!.Dispose();
    }

    /// <summary>The recorded step.</summary>
    [Benchmark(Baseline = true)]
    public void Replayed()
    {
        _step!.Replay();
        _device!.Synchronize();
    }

    /// <summary>The same step, operation by operation.</summary>
    [Benchmark]
    public void Eager()
    {
        using TensorScope scope = TensorScope.Begin();
        TrainOnce();
        _device!.Synchronize();
    }

    private void TrainOnce()
    {
        _optimizer!.ZeroGrad();
        _model!.Forward(_images!).CrossEntropy(_labels!).Backward();
        _optimizer.Step();
    }
}
