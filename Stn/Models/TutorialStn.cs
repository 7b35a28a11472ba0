using StnEngine;
using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>The spatial transformer classifier of PyTorch's tutorial: a small localisation network, an affine transformer, a small CNN.</summary>
/// <remarks>Input <c>[N, channels, size, size]</c>, output class scores <c>[N, 10]</c>. 28x28 and one channel: 27,360 parameters.</remarks>
internal sealed class TutorialStn : Module
{
    private readonly SpatialTransformer _transformer;
    private readonly TutorialCnn _cnn;

    public TutorialStn(ModuleContext context, int channels, int size, int classes, bool dropout = true, float startNoise = 0)
    {
        // Both are added unnamed, so that parameters are called as in the tutorial: localization, fc_loc, conv1, conv2, fc1, fc2.
        var transformation = new AffineTransformation(context.Device, size, size);
        _transformer = AddUnnamed(new SpatialTransformer(new TutorialLocalization(context, channels, size, transformation.Identity, startNoise), transformation));
        _cnn = AddUnnamed(new TutorialCnn(context, channels, size, classes, dropout));
    }

    protected override Tensor Run(Tensor input) => _cnn.Forward(_transformer.Forward(input));
}
