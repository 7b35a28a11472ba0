using Stn.Models;
using StnEngine;
using StnEngine.Layers;

namespace Stn.Explanations;

/// <summary>Watches a forward pass: which maps its last convolution made, where they lie, and which transformers the pass went through before.</summary>
/// <remarks>Convolutions below a transformer choose where to look and see nothing for the classifier: they are passed over.</remarks>
internal sealed class ForwardTrace
{
    private readonly Tensor _images;
    private readonly HashSet<Module> _localization;
    private readonly List<SpatialTransformer> _atEntrance = [];
    private readonly List<(SpatialTransformer Transformer, MapPlace Input)> _inDepth = [];
    private MapPlace _place;

    private ForwardTrace(Module model, Tensor images)
    {
        (_images, _place) = (images, MapPlace.Of(images));
        _localization = LocalizationOf(model);
    }

    /// <summary>The last convolution's maps <c>[N, K, H, W]</c> as it hands them on, rectified where that is done in the same pass; null without a convolution.</summary>
    public Tensor? Maps { get; private set; }

    /// <summary>Where the maps lie in what the last transformer before them gave, or in the images.</summary>
    public MapPlace Place { get; private set; }

    /// <summary>The transformers side by side on the images.</summary>
    public IReadOnlyList<SpatialTransformer> AtEntrance => _atEntrance;

    /// <summary>The transformers on feature maps before the maps, one behind another, and where the maps that they were given lie.</summary>
    public IReadOnlyList<(SpatialTransformer Transformer, MapPlace Input)> InDepth { get; private set; } = [];

    /// <summary>Whether a model's classifier looks through a convolution at all.</summary>
    public static bool HasMaps(Module model)
    {
        HashSet<Module> localization = LocalizationOf(model);
        return model.NamedModules().Any(m => m.Module is Conv2d && !localization.Contains(m.Module));
    }

    /// <summary>Runs a model. Nobody observes it afterwards.</summary>
    /// <returns>The trace, and the class scores <c>[N, classes]</c>.</returns>
    public static (ForwardTrace Trace, Tensor Scores) Of(Module model, Tensor images)
    {
        var trace = new ForwardTrace(model, images);
        model.Observe(trace.Note);
        try
        {
            return (trace, model.Forward(images));
        }
        finally
        {
            model.Observe(null);
        }
    }

    private static HashSet<Module> LocalizationOf(Module model) =>
        [.. Transformers.Of(model).SelectMany(t => t.Transformer.NamedModules().Skip(1)).Select(m => m.Module)];

    private void Note(Module module, Tensor result)
    {
        if (module is SpatialTransformer transformer)
        {
            Note(transformer, result);
        }
        else if (module is Conv2d convolution && !_localization.Contains(module))
        {
            _place = _place.Convolved(convolution, result);
            (Maps, Place, InDepth) = (result, _place, [.. _inDepth]);
        }
    }

    // Of several side by side on feature maps the first one stands for all.
    private void Note(SpatialTransformer transformer, Tensor result)
    {
        Tensor input = transformer.Last!.Input;
        if (input == _images)
        {
            _atEntrance.Add(transformer);
        }
        else if (_inDepth.Count == 0 || _inDepth[^1].Transformer.Last!.Input != input)
        {
            _inDepth.Add((transformer, _place.Pooled(input)));
        }

        _place = MapPlace.Of(result);
    }
}
