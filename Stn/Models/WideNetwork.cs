using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>Networks of a published comparison on 80x80: the paper's convolutions on the halved image, with a hidden layer, with and without a transformer.</summary>
/// <remarks>
/// As published the network with the transformer has 782,000 parameters and the one without 309,000; the localisation network is given, of the rest only that.
/// The other pair has as many with as without.
/// </remarks>
internal static class WideNetwork
{
    private const int Filters = 32, Hidden = 316, HiddenOfMatched = 426;
    private const int LocalizationFilters = 20, LocalizationUnits = 20;

    /// <summary>Builds one.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="transformer">Whether it has a transformer.</param>
    /// <param name="matched">Whether it is of the pair with equally many parameters: a small localisation network, a wider plain network.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Side of the images; 80 as published.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="startNoise">See <see cref="SpatialTransformer"/>.</param>
    public static Sequential Create(ModuleContext context, bool transformer, bool matched, int channels, int size, int classes, float startNoise)
    {
        int hidden = matched && !transformer ? HiddenOfMatched : Hidden;
        return new Sequential(
            context,
            [
                .. Optional.Part(transformer, c => Transformer(c, matched, channels, size, startNoise)),
                c => transformer ? new AvgPool2d(2) : new MaxPool2d(2),
                .. PaperConvolutions.Parts(channels, Filters),
                c => new Linear(c, PaperConvolutions.Features(size / 2, Filters), hidden),
                c => new Relu(),
                c => new Linear(c, hidden, classes),
            ]);
    }

    private static SpatialTransformer Transformer(ModuleContext context, bool matched, int channels, int size, float startNoise) => new(
        context,
        c => matched ? SmallLocalization.Create(c, channels, size) : Localization(c, channels, size),
        matched ? SmallLocalization.Features : LocalizationUnits,
        new AffineTransformation(context.Device, size, size),
        startNoise);

    // Padded by one, the first convolution leaves 34x34 maps behind the second: the published 23,120 features.
    private static Sequential Localization(ModuleContext context, int channels, int size)
    {
        int side = ((size - 4) / 2) - 4;
        return new Sequential(
            context,
            c => new Conv2d(c, channels, LocalizationFilters, 7, padding: 1),
            c => new MaxPool2d(2),
            c => new Relu(),
            c => new Conv2d(c, LocalizationFilters, LocalizationFilters, 5),
            c => new Relu(),
            c => new Flatten(),
            c => new Linear(c, LocalizationFilters * side * side, LocalizationUnits),
            c => new Relu());
    }
}
