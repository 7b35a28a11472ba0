using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>Networks that add the digits in two channels: the paper's convolutions and a hidden layer, behind no, one or two transformers side by side.</summary>
/// <remarks>
/// Each transformer sees both channels and gives both, 28x28 large, so that with two of them each digit can be put straight on its own. Jaderberg et al. 2015,
/// section A.3, says no widths.
/// </remarks>
internal static class AdditionNetwork
{
    private const int Filters = 32, Hidden = 256, DigitSize = 28;

    /// <summary>Builds one.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="transformers">How many.</param>
    /// <param name="channels">Channels of the images; 2 as published.</param>
    /// <param name="size">Side of the images; 42 as published.</param>
    /// <param name="classes">Classes; 19 as published.</param>
    /// <param name="startNoise">See <see cref="SpatialTransformer"/>. Two transformers that start alike still differ: their localisation networks do.</param>
    public static Sequential Create(ModuleContext context, int transformers, int channels, int size, int classes, float startNoise)
    {
        int side = transformers > 0 ? DigitSize : size;
        return new Sequential(
            context,
            [
                .. Optional.Part(transformers > 0, c => new ParallelTransformers(
                    c, [.. Enumerable.Repeat((ModuleContext i) => Transformer(i, channels, size, startNoise), transformers)])),
                .. PaperConvolutions.Parts(Math.Max(transformers, 1) * channels, Filters),
                c => new Linear(c, PaperConvolutions.Features(side, Filters), Hidden),
                c => new Relu(),
                c => new Linear(c, Hidden, classes),
            ]);
    }

    private static SpatialTransformer Transformer(ModuleContext context, int channels, int size, float startNoise) => new(
        context,
        c => SmallLocalization.Create(c, channels, size),
        SmallLocalization.Features,
        new AffineTransformation(context.Device, DigitSize, DigitSize),
        startNoise);
}
