using StnEngine.Kernels;
using StnEngine.Transformations;

namespace StnEngine.Layers;

/// <summary>A spatial transformer: a network looks at the images and chooses how each is transformed.</summary>
/// <remarks>
/// Features of a localisation network go through a regression layer, which starts with zero weights and the identity as its bias. Its children
/// are <c>localization</c> and <c>regression</c>. Jaderberg et al. 2015.
/// </remarks>
public sealed class SpatialTransformer : Module
{
    private readonly Module _localization;
    private readonly Linear _regression;
    private readonly Transformation _transformation;

    /// <summary>A transformer that leaves images as they are until it is trained.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="localization">From images to <c>[N, features]</c>.</param>
    /// <param name="features">How many numbers that gives for each image.</param>
    /// <param name="transformation">What is chosen from; the transformer disposes it.</param>
    public SpatialTransformer(ModuleContext context, Func<ModuleContext, Module> localization, int features, Transformation transformation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(localization);
        ArgumentNullException.ThrowIfNull(transformation);
        _localization = Add("localization", localization(context.Child("localization")));
        _regression = Add("regression", new Linear(context.Child("regression"), features, transformation.Identity.Count).StartAt([.. transformation.Identity]));
        _transformation = transformation;
    }

    /// <summary>What is chosen from.</summary>
    public Transformation Transformation => _transformation;

    /// <summary>How to read between pixels.</summary>
    public SampleMode Mode { get; init; } = SampleMode.Bilinear;

    /// <summary>What to read outside the image.</summary>
    public SamplePadding Padding { get; init; } = SamplePadding.Zeros;

    /// <summary>Chooses and transforms.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>.</param>
    /// <returns>The transformed images, and the parameters that were chosen, <c>[N, Transformation.Identity.Count]</c>.</returns>
    public (Tensor Images, Tensor Parameters) Look(Tensor images)
    {
        Tensor parameters = _regression.Forward(_localization.Forward(images));
        return (_transformation.Apply(images, parameters, Mode, Padding), parameters);
    }

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input) => Look(input).Images;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _transformation.Dispose();
        base.Dispose(disposing);
    }
}
