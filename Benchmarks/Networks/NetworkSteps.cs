using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace StnEngine.Benchmarks.Networks;

/// <summary>A network with a batch of noise on a device: the training step (forward, backward, gradient descent) and inference, each recorded when it is first asked for.</summary>
internal sealed class NetworkSteps : IDisposable
{
    private const float LearningRate = 0.01f;
    private const int Classes = 10;
    private readonly Device _device;
    private readonly Module _model;
    private readonly Sgd _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private RecordedStep? _training;
    private RecordedStep? _inference;

    public NetworkSteps(Network network, Device device, int batch)
    {
        _device = device;
        _model = network.Create(new ModuleContext(device, 1), network);
        _optimizer = new Sgd(_model, LearningRate);
        var random = new RandomSource(1, "benchmark");
        _images = Noise.Tensor(device, random, true, batch, network.Channels, network.Size, network.Size);
        _labels = Tensor.Batch(device, [.. Enumerable.Range(0, batch).Select(_ => MathF.Floor(random.Uniform(0, Classes)))], batch);
    }

    /// <summary>One recorded training step, waited for.</summary>
    public void ReplayTraining()
    {
        _training ??= RecordedStep.Record(_device, Train);
        _training.Replay();
        _device.Synchronize();
    }

    /// <summary>One recorded inference, waited for.</summary>
    public void ReplayInference()
    {
        _inference ??= RecordedStep.Record(_device, Infer);
        _inference.Replay();
        _device.Synchronize();
    }

    /// <summary>The training step, operation by operation.</summary>
    public void TrainEagerly()
    {
        using TensorScope scope = TensorScope.Begin();
        Train();
        _device.Synchronize();
    }

    public void Dispose()
    {
        _training?.Dispose();
        _inference?.Dispose();
        _images.Dispose();
        _labels.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
    }

    /// <summary>What a training step does, to be recorded.</summary>
    public void Train()
    {
        _optimizer.ZeroGrad();
        _model.Forward(_images).CrossEntropy(_labels).Backward();
        _optimizer.Step();
    }

    private void Infer()
    {
        using NoGrad noGrad = NoGrad.Begin();
        _model.Evaluate();
        _model.Forward(_images).LogSoftmax();
        _model.Train();
    }
}
