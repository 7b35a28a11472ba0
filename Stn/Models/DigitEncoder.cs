using StnEngine;
using StnEngine.Layers;

namespace Stn.Models;

/// <summary>A classifier whose convolutions are wanted: how alike two images are is how near the features lie that those give.</summary>
internal sealed class DigitEncoder : Module
{
    private const int Filters1 = 16, Filters2 = 32, Window = 5, Units = 64;

    // Of an image without features, whose length would be 0.
    private const float LeastSquare = 1e-6f;
    private readonly Sequential _features;
    private readonly Sequential _classifier;

    public DigitEncoder(ModuleContext context, int size, int classes)
    {
        int side = (((size - Window + 1) / 2) - Window + 1) / 2;
        _features = Add("features", new Sequential(
            context.Child("features"),
            c => new Conv2d(c, 1, Filters1, Window),
            _ => new MaxPool2d(2),
            _ => new Relu(),
            c => new Conv2d(c, Filters1, Filters2, Window),
            _ => new MaxPool2d(2),
            _ => new Relu(),
            _ => new Flatten()));
        _classifier = Add("classifier", new Sequential(
            context.Child("classifier"),
            c => new Linear(c, Filters2 * side * side, Units),
            _ => new Relu(),
            c => new Linear(c, Units, classes)));
    }

    /// <summary>Leaves the weights alone from now on.</summary>
    public void Freeze()
    {
        foreach ((_, Tensor tensor) in NamedParameters())
        {
            tensor.RequiresGrad = false;
        }
    }

    /// <summary>From images <c>[N, 1, size, size]</c> to <c>[N, features]</c> of length 1, so that bright and faint images count alike.</summary>
    public Tensor Encode(Tensor images)
    {
        Tensor features = _features.Forward(images);
        Tensor square = features.Square().Sum([1], keepDims: true) + Tensor.Full(images.Device, LeastSquare, false);
        return features * square.Log().Scale(-0.5f).Exp();
    }

    protected override Tensor Run(Tensor input) => _classifier.Forward(_features.Forward(input));
}
