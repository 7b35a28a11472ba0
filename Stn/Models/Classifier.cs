using StnEngine;
using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>A network from images to class scores, with or without a transformer at its entrance.</summary>
internal abstract class Classifier : Module
{
    /// <summary>Parameters of the localisation network; none without a transformer.</summary>
    public abstract IReadOnlyList<(string Name, Tensor Tensor)> LocalizationParameters { get; }

    /// <summary>What the transformer chooses from; null without one.</summary>
    public abstract Transformation? Transformation { get; }

    /// <summary>What the classifier sees of images, and the parameters of the transformations that were chosen; null without a transformer.</summary>
    public abstract (Tensor Warped, Tensor? Parameters) Look(Tensor images);

    /// <summary>Class scores of what the transformer made of images.</summary>
    public abstract Tensor Classify(Tensor warped);

    protected sealed override Tensor Run(Tensor input) => Classify(Look(input).Warped);
}
