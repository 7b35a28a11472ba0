using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace StnEngine.Tests.Autograd;

// A small network with everything a step can have: a convolution, both dropouts, a ragged batch, an optimiser with memory.
internal sealed class SmallNet : IDisposable
{
    public const int Images = 17;
    private readonly Sequential _model;
    private readonly Optimizer _optimizer;
    private readonly Tensor _pixels;
    private readonly Tensor _labels;

    public SmallNet(Device device, string optimizer)
    {
        _model = new Sequential(
            new ModuleContext(device, 5),
            c => new Conv2d(c, 1, 3, 3, padding: 1),
            c => new MaxPool2d(2),
            c => new Relu(),
            c => new Dropout(c, 0.3f, wholeChannels: true),
            c => new Flatten(),
            c => new Linear(c, 27, 7),
            c => new Relu(),
            c => new Dropout(c, 0.5f),
            c => new Linear(c, 7, 4));
        ParameterGroup[] groups = [new([.. _model.NamedParameters()])];
        _optimizer = optimizer == "adam" ? new Adam(groups, 0.01f) : new Sgd(groups, 0.05f, 0.9f);
        _pixels = Tensor.Batch(device, new float[Images * 36], Images, 1, 6, 6);
        _labels = Tensor.Batch(device, new float[Images], Images);
    }

    public IEnumerable<float[]> Parameters => _model.NamedParameters().Select(p => p.Tensor.ToArray());

    // The batch of step k.
    public void Upload(int step)
    {
        var random = new RandomSource(3, $"batch {step}");
        _pixels.Upload(Operations.Drawn.Signed(random, Images * 36));
        _labels.Upload(Operations.Drawn.Labels(4)(random, Images));
    }

    public Tensor Step()
    {
        _optimizer.ZeroGrad();
        Tensor loss = _model.Forward(_pixels).CrossEntropy(_labels);
        loss.Backward();
        _optimizer.Step();
        return loss;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _pixels.Dispose();
        _labels.Dispose();
    }
}
