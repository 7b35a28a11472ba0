using StnEngine;
using StnEngine.Layers;

namespace Stn.Models;

/// <summary>A network from images to class scores, with or without a transformer at its entrance.</summary>
internal abstract class Classifier : Module
{
    /// <summary>Parameters of the localisation network; none without a transformer.</summary>
    public abstract IReadOnlyList<(string Name, Tensor Tensor)> LocalizationParameters { get; }

    /// <summary>What the classifier sees of an image, and the transformation that was chosen; null without a transformer.</summary>
    public abstract (Tensor Warped, Tensor? Theta) Look(Tensor images);
}
