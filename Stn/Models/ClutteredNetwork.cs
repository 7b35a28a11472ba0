using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>Networks for a digit in clutter: two small convolutions and a hidden layer, on a third of the canvas that a transformer chose or on all of it.</summary>
/// <remarks>
/// The one with a transformer is that of Lasagne's recipe for 60x60 (178,018 parameters, 96.24 % right). The plain one is as wide as it takes to have as many.
/// </remarks>
internal static class ClutteredNetwork
{
    private const int Filters = 32, LocalizationFilters = 20, LocalizationUnits = 50, Shrinks = 3;
    private const int Hidden = 256, HiddenOfPlain = 31;

    /// <summary>Builds one.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="transformer">Whether it has a transformer.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Side of the images; 60 as published.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="startNoise">See <see cref="SpatialTransformer"/>.</param>
    public static Sequential Create(ModuleContext context, bool transformer, int channels, int size, int classes, float startNoise)
    {
        int side = transformer ? size / Shrinks : size;
        int hidden = transformer ? Hidden : HiddenOfPlain;
        int lastSide = (((side - 2) / 2) - 2) / 2;
        return new Sequential(
            context,
            [
                .. Optional.Part(transformer, c => Transformer(c, channels, size, side, startNoise)),
                c => new Conv2d(c, channels, Filters, 3),
                c => new MaxPool2d(2),
                c => new Relu(),
                c => new Conv2d(c, Filters, Filters, 3),
                c => new MaxPool2d(2),
                c => new Relu(),
                c => new Flatten(),
                c => new Linear(c, Filters * lastSide * lastSide, hidden),
                c => new Relu(),
                c => new Linear(c, hidden, classes),
            ]);
    }

    private static SpatialTransformer Transformer(ModuleContext context, int channels, int size, int side, float startNoise)
    {
        int lastSide = (((size / 2) - 4) / 2) - 4;
        return new SpatialTransformer(
            context,
            c => new Sequential(
                c,
                i => new MaxPool2d(2),
                i => new Conv2d(i, channels, LocalizationFilters, 5),
                i => new Relu(),
                i => new MaxPool2d(2),
                i => new Conv2d(i, LocalizationFilters, LocalizationFilters, 5),
                i => new Relu(),
                i => new Flatten(),
                i => new Linear(i, LocalizationFilters * lastSide * lastSide, LocalizationUnits),
                i => new Relu()),
            LocalizationUnits,
            new AffineTransformation(context.Device, side, side),
            startNoise);
    }
}
