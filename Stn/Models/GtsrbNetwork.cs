using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>The traffic sign network: three convolutions with contrast normalisation, and up to two affine transformers.</summary>
/// <remarks>
/// After Ciresan et al. 2012, with transformers as A. Cord and N. Chenebaux added them in 2015: the first on the image, the second on the maps of
/// the first convolution. 99.67 % with two, on all of GTSRB at its published widths.
/// </remarks>
internal static class GtsrbNetwork
{
    private const int PaddedBy = 2;

    /// <summary>Builds one.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="widths">How wide its layers are.</param>
    /// <param name="transformers">None, one or two.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Side of the images; 48 as published.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="startNoise">See <see cref="SpatialTransformer"/>.</param>
    public static Sequential Create(ModuleContext context, GtsrbWidths widths, int transformers, int channels, int size, int classes, float startNoise = 0)
    {
        (int first, int second, int third) = widths.Filters;
        int hidden = widths.Hidden[transformers];
        int firstSide = SideBehind(size, 7);
        int secondSide = SideBehind(firstSide, 4);
        int thirdSide = SideBehind(secondSide, 4);
        return new Sequential(
            context,
            [
                .. Optional.Part(transformers > 0, c => Transformer(c, widths.Entrance, channels, size, startNoise)),
                .. Block(channels, first, 7, firstSide),
                .. Optional.Part(transformers > 1, c => Transformer(c, widths.Features, first, firstSide, startNoise)),
                .. Block(first, second, 4, secondSide),
                .. Block(second, third, 4, thirdSide),
                c => new Flatten(),
                c => new Linear(c, third * thirdSide * thirdSide, hidden),
                c => new Relu(),
                c => new Linear(c, hidden, classes),
            ]);
    }

    private static int SideBehind(int side, int window) => (side + (2 * PaddedBy) - window + 1) / 2;

    private static Func<ModuleContext, Module>[] Block(int inC, int outC, int window, int side) =>
    [
        c => new Conv2d(c, inC, outC, window, padding: PaddedBy),
        c => new MaxPool2d(2),
        c => new Relu(),
        c => new LocalContrastNorm(c.Device, outC, side, side),
    ];

    private static SpatialTransformer Transformer(ModuleContext context, LocalizationWidths widths, int channels, int side, float startNoise)
    {
        int lastSide = side / 2 / 2 / 2;
        return new SpatialTransformer(
            context,
            c => new Sequential(
                c,
                i => new MaxPool2d(2),
                i => new Conv2d(i, channels, widths.FirstFilters, 5, padding: PaddedBy),
                i => new MaxPool2d(2),
                i => new Relu(),
                i => new Conv2d(i, widths.FirstFilters, widths.SecondFilters, 5, padding: PaddedBy),
                i => new MaxPool2d(2),
                i => new Relu(),
                i => new Flatten(),
                i => new Linear(i, widths.SecondFilters * lastSide * lastSide, widths.Units),
                i => new Relu()),
            widths.Units,
            new AffineTransformation(context.Device, side, side),
            startNoise);
    }
}
