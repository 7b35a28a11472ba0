using StnEngine;
using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>The spatial transformer classifier of PyTorch's tutorial: a small localisation network, an affine transformer, a small CNN.</summary>
/// <remarks>Input <c>[N, channels, size, size]</c>, output class scores <c>[N, 10]</c>. 28x28 and one channel: 27,360 parameters.</remarks>
internal sealed class TutorialStn : Classifier
{
    private readonly Sequential _localization;
    private readonly Sequential _fcLoc;
    private readonly AffineTransformation _transformation;
    private readonly TutorialCnn _cnn;

    public TutorialStn(ModuleContext context, int channels, int size, int classes, bool dropout = true)
    {
        _localization = Add("localization", new Sequential(
            context.Child("localization"),
            c => new Conv2d(c, channels, 8, 7),
            c => new MaxPool2d(2),
            c => new Relu(),
            c => new Conv2d(c, 8, 10, 5),
            c => new MaxPool2d(2),
            c => new Relu()));
        int mapSize = (((size - 6) / 2) - 4) / 2;
        _transformation = new AffineTransformation(context.Device, size, size);
        _fcLoc = Add("fc_loc", new Sequential(
            context.Child("fc_loc"),
            c => new Linear(c, 10 * mapSize * mapSize, 32),
            c => new Relu(),
            c => new Linear(c, 32, 6).StartAt([.. _transformation.Identity])));

        // The classifier's parameters keep the names they have without a transformer: conv1, conv2, fc1, fc2.
        _cnn = AddUnnamed(new TutorialCnn(context, channels, size, classes, dropout));
    }

    public override IReadOnlyList<(string Name, Tensor Tensor)> LocalizationParameters =>
        [.. NamedParameters().Where(p => p.Name.StartsWith("localization.", StringComparison.Ordinal) || p.Name.StartsWith("fc_loc.", StringComparison.Ordinal))];

    public override Transformation? Transformation => _transformation;

    public override (Tensor Warped, Tensor? Parameters) Look(Tensor images)
    {
        Tensor theta = _fcLoc.Forward(_localization.Forward(images).Flatten());
        return (_transformation.Apply(images, theta), theta);
    }

    public override Tensor Classify(Tensor warped) => _cnn.Forward(warped);
}
