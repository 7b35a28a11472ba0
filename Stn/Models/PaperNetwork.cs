using StnEngine;
using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>The networks of the spatial transformer paper's table: fully connected or convolutional, plain or behind a transformer.</summary>
/// <remarks>
/// Jaderberg et al. 2015, appendix A.4, with 32 filters or 128 units. Images larger than 28x28 are halved by average pooling behind a transformer. A
/// plain network sees them whole, and is as wide as it takes to have the parameters of its counterpart with an affine transformer.
/// </remarks>
internal sealed class PaperNetwork : Classifier
{
    private const string TransformerName = "transformer";
    private static readonly Func<ModuleContext, Module>[] Halving = [_ => new AvgPool2d(2)];
    private readonly SpatialTransformer? _transformer;
    private readonly Sequential _classifier;

    /// <summary>Builds one.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="convolutional">Whether localisation and classification are convolutional; else fully connected.</param>
    /// <param name="kind">What the transformer chooses from; null for a plain network.</param>
    /// <param name="size">Side of the square images of one channel, 28 or more.</param>
    /// <param name="classes">Classes.</param>
    public PaperNetwork(ModuleContext context, bool convolutional, TransformationKind? kind, int size, int classes)
    {
        var widths = new PaperWidths(size, classes);
        if (kind is { } family)
        {
            _transformer = Add(TransformerName, new SpatialTransformer(
                context.Child(TransformerName),
                c => convolutional ? ConvolutionalLocalization(c, widths) : FullyConnectedLocalization(c, widths),
                convolutional ? PaperWidths.LocalizationFilters : PaperWidths.LocalizationUnits,
                Transformation.Create(family, context.Device, size, size)));
        }

        ModuleContext inner = context.Child("classifier");
        bool plain = kind is null;
        int side = plain ? size : widths.TransformedSide;
        Func<ModuleContext, Module>[] halving = side < size ? Halving : [];
        _classifier = Add("classifier", convolutional
            ? Convolutional(inner, halving, side, widths.Filters(plain), classes)
            : FullyConnected(inner, halving, side, widths.Units(plain), classes));
    }

    public override Transformation? Transformation => _transformer?.Transformation;

    public override IReadOnlyList<(string Name, Tensor Tensor)> LocalizationParameters =>
        [.. NamedParameters().Where(p => p.Name.StartsWith(TransformerName + ".", StringComparison.Ordinal))];

    public override (Tensor Warped, Tensor? Parameters) Look(Tensor images) => _transformer is null ? (images, null) : _transformer.Look(images);

    public override Tensor Classify(Tensor warped) => _classifier.Forward(warped);

    private static Sequential ConvolutionalLocalization(ModuleContext context, PaperWidths widths) => new(
        context,
        c => new AvgPool2d(2),
        c => new Conv2d(c, 1, PaperWidths.LocalizationFilters, 5),
        c => new MaxPool2d(2),
        c => new Relu(),
        c => new Conv2d(c, PaperWidths.LocalizationFilters, PaperWidths.LocalizationFilters, 5),
        c => new Relu(),
        c => new Flatten(),
        c => new Linear(c, widths.LocalizationFeatures, PaperWidths.LocalizationFilters),
        c => new Relu());

    private static Sequential FullyConnectedLocalization(ModuleContext context, PaperWidths widths) => new(
        context,
        [
            .. widths.IsHalved ? Halving : [],
            c => new Flatten(),
            c => new Linear(c, widths.LocalizationPixels, PaperWidths.LocalizationUnits),
            c => new Relu(),
            c => new Linear(c, PaperWidths.LocalizationUnits, PaperWidths.LocalizationUnits),
            c => new Relu(),
            c => new Linear(c, PaperWidths.LocalizationUnits, PaperWidths.LocalizationUnits),
            c => new Relu(),
        ]);

    private static Sequential Convolutional(ModuleContext context, Func<ModuleContext, Module>[] before, int side, int filters, int classes) => new(
        context,
        [
            .. before,
            c => new Conv2d(c, 1, filters, 9),
            c => new MaxPool2d(2, ceilMode: true),
            c => new Relu(),
            c => new Conv2d(c, filters, filters, 7),
            c => new MaxPool2d(2, ceilMode: true),
            c => new Relu(),
            c => new Flatten(),
            c => new Linear(c, PaperWidths.Features(side, filters), classes),
        ]);

    private static Sequential FullyConnected(ModuleContext context, Func<ModuleContext, Module>[] before, int side, int units, int classes) => new(
        context,
        [
            .. before,
            c => new Flatten(),
            c => new Linear(c, side * side, units),
            c => new Relu(),
            c => new Linear(c, units, units),
            c => new Relu(),
            c => new Linear(c, units, classes),
        ]);
}
