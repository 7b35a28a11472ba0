using StnEngine.Layers;

namespace StnEngine.Benchmarks.Networks;

/// <summary>An ST-CNN of the spatial transformer paper's size, for 42x42 images: the network that PyTorch's side of the comparison builds too.</summary>
/// <remarks>Input <c>[N, 1, 42, 42]</c>, output class scores <c>[N, 10]</c>. Jaderberg et al. 2015, appendix A.4, 32 filters.</remarks>
internal sealed class PaperStCnn : Module
{
    private const int Filters = 32;
    private static readonly float[] Identity = [1, 0, 0, 0, 1, 0];
    private readonly Sequential _localization;
    private readonly Sequential _classifier;

    public PaperStCnn(ModuleContext context)
    {
        _localization = Add("loc", new Sequential(
            context.Child("loc"),
            c => new AvgPool2d(2),
            c => new Conv2d(c, 1, 20, 5),
            c => new MaxPool2d(2),
            c => new Relu(),
            c => new Conv2d(c, 20, 20, 5),
            c => new Relu(),
            c => new Flatten(),
            c => new Linear(c, 20 * 4 * 4, 20),
            c => new Relu(),
            c => new Linear(c, 20, 6).StartAt(Identity)));
        _classifier = Add("cls", new Sequential(
            context.Child("cls"),
            c => new AvgPool2d(2),
            c => new Conv2d(c, 1, Filters, 9),
            c => new MaxPool2d(2, ceilMode: true),
            c => new Relu(),
            c => new Conv2d(c, Filters, Filters, 7),
            c => new MaxPool2d(2, ceilMode: true),
            c => new Relu(),
            c => new Flatten(),
            c => new Linear(c, Filters, 10)));
    }

    protected override Tensor Run(Tensor input)
    {
        Tensor theta = _localization.Forward(input).Reshape(input.Shape[0], 2, 3);
        return _classifier.Forward(input.SpatialTransform(theta));
    }
}
