using StnEngine;
using StnEngine.Layers;

namespace Stn.Models;

/// <summary>The tutorial's localisation network, down to the parameters of an affine transformation.</summary>
internal sealed class TutorialLocalization : Module
{
    private readonly Sequential _convolutions;
    private readonly Sequential _regression;

    public TutorialLocalization(ModuleContext context, int channels, int size, IReadOnlyList<float> identity, float startNoise)
    {
        int mapSize = (((size - 6) / 2) - 4) / 2;
        _convolutions = Add("localization", new Sequential(
            context.Child("localization"),
            c => new Conv2d(c, channels, 8, 7),
            c => new MaxPool2d(2),
            c => new Relu(),
            c => new Conv2d(c, 8, 10, 5),
            c => new MaxPool2d(2),
            c => new Relu()));
        _regression = Add("fc_loc", new Sequential(
            context.Child("fc_loc"),
            c => new Linear(c, 10 * mapSize * mapSize, 32),
            c => new Relu(),
            c => new Linear(c, 32, identity.Count).StartAt([.. identity], startNoise)));
    }

    protected override Tensor Run(Tensor input) => _regression.Forward(_convolutions.Forward(input).Flatten());
}
