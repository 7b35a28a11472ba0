using StnEngine;
using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>The networks of the spatial transformer paper's table: fully connected or convolutional, plain or behind transformers.</summary>
/// <remarks>
/// Jaderberg et al. 2015, appendix A.4, with 32 filters or 128 units. Images larger than 28x28 are halved by average pooling behind a transformer. A
/// plain network sees them whole, and is as wide as it takes to have the parameters of its counterpart with an affine transformer.
/// </remarks>
internal sealed class PaperNetwork : Module
{
    private readonly PaperDesign _design;
    private readonly PaperWidths _widths;
    private readonly float _startNoise;
    private readonly Module? _transformer;
    private readonly Sequential _classifier;

    /// <summary>Builds one.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="design">What it is made of.</param>
    /// <param name="widths">How wide its layers are.</param>
    /// <param name="startNoise">See <see cref="SpatialTransformer"/>.</param>
    public PaperNetwork(ModuleContext context, PaperDesign design, PaperWidths widths, float startNoise = 0)
    {
        (_design, _widths, _startNoise) = (design, widths, startNoise);
        if (design.Kind is not null)
        {
            ModuleContext entrance = context.Child("transformer");
            _transformer = Add<Module>("transformer", design.Layout == TransformerLayout.Parallel ? new ParallelTransformers(entrance, AtEntrance, AtEntrance) : AtEntrance(entrance));
        }

        ModuleContext inner = context.Child("classifier");
        _classifier = Add("classifier", design.Convolutional ? Convolutional(inner) : FullyConnected(inner));
    }

    private bool IsPlain => _design.Kind is null;

    private int Side => IsPlain ? _widths.Size : _widths.TransformedSide;

    private int ChannelsOfClassifier => _design.Layout == TransformerLayout.Parallel ? 2 * _widths.Channels : _widths.Channels;

    protected override Tensor Run(Tensor input) => _classifier.Forward(_transformer?.Forward(input) ?? input);

    private SpatialTransformer AtEntrance(ModuleContext context) => new(
        context,
        _design.Convolutional ? ConvolutionalLocalization : FullyConnectedLocalization,
        _design.Convolutional ? SmallLocalization.Features : PaperWidths.LocalizationUnits,
        Transformation.Create(_design.Kind!.Value, context.Device, _widths.Size, _widths.Size),
        _startNoise);

    private SpatialTransformer OnFeatures(ModuleContext context, int channels, int side) => new(
        context,
        c => new Sequential(
            c,
            _ => new Flatten(),
            i => new Linear(i, channels * side * side, PaperWidths.LocalizationUnits),
            _ => new Relu()),
        PaperWidths.LocalizationUnits,
        Transformation.Create(_design.Kind!.Value, context.Device, side, side),
        _startNoise);

    private Sequential ConvolutionalLocalization(ModuleContext context) => SmallLocalization.Create(context, _widths.Channels, _widths.Size);

    private Sequential FullyConnectedLocalization(ModuleContext context) => new(
        context,
        [
            .. Optional.Part(_widths.IsHalved, _ => new AvgPool2d(2)),
            c => new Flatten(),
            c => new Linear(c, _widths.LocalizationPixels, PaperWidths.LocalizationUnits),
            c => new Relu(),
            c => new Linear(c, PaperWidths.LocalizationUnits, PaperWidths.LocalizationUnits),
            c => new Relu(),
            c => new Linear(c, PaperWidths.LocalizationUnits, PaperWidths.LocalizationUnits),
            c => new Relu(),
        ]);

    private Sequential Convolutional(ModuleContext context)
    {
        int filters = _widths.Filters(IsPlain);
        return new Sequential(
            context,
            [
                .. Optional.Part(Side < _widths.Size, _ => new AvgPool2d(2)),
                .. PaperConvolutions.Parts(ChannelsOfClassifier, filters, Optional.Part(_design.Layout == TransformerLayout.Deep, c => OnFeatures(c, filters, PaperConvolutions.FirstMapSide(Side)))),
                c => new Linear(c, PaperConvolutions.Features(Side, filters), _widths.Classes),
            ]);
    }

    private Sequential FullyConnected(ModuleContext context)
    {
        int units = _widths.Units(IsPlain);
        return new Sequential(
            context,
            [
                .. Optional.Part(Side < _widths.Size, _ => new AvgPool2d(2)),
                c => new Flatten(),
                c => new Linear(c, ChannelsOfClassifier * Side * Side, units),
                c => new Relu(),
                c => new Linear(c, units, units),
                c => new Relu(),
                c => new Linear(c, units, _widths.Classes),
            ]);
    }
}
