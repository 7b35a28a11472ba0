using StnEngine.Kernels;
using StnEngine.Transformations;

namespace StnEngine.Layers;

/// <summary>A spatial transformer: a network looks at the images and chooses how each is transformed.</summary>
/// <remarks>
/// It works on feature maps as on images, so that several can follow each other. For several side by side see <see cref="ParallelTransformers"/>.
/// Jaderberg et al. 2015.
/// </remarks>
public sealed class SpatialTransformer : Module
{
    private readonly Func<Tensor, Tensor> _choose;
    private readonly Transformation _transformation;

    /// <summary>A transformer whose localisation network gives features, from which a regression layer chooses.</summary>
    /// <remarks>Its children are <c>localization</c> and <c>regression</c>. The latter starts with the identity as its bias.</remarks>
    /// <param name="context">Where it is being built.</param>
    /// <param name="localization">From images to <c>[N, features]</c>.</param>
    /// <param name="features">How many numbers that gives for each image.</param>
    /// <param name="transformation">What is chosen from; the transformer disposes it.</param>
    /// <param name="startNoise">
    /// Share of their usual random start that the regression's weights keep: 0 starts at the identity, 0.1 slightly off it, differently for each image.
    /// </param>
    public SpatialTransformer(ModuleContext context, Func<ModuleContext, Module> localization, int features, Transformation transformation, float startNoise = 0)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(localization);
        ArgumentNullException.ThrowIfNull(transformation);
        Module first = Add("localization", localization(context.Child("localization")));
        Linear regression = Add(
            "regression", new Linear(context.Child("regression"), features, transformation.Identity.Count).StartAt([.. transformation.Identity], startNoise));
        _choose = images => regression.Forward(first.Forward(images));
        _transformation = transformation;
    }

    /// <summary>A transformer whose localisation network gives the parameters themselves; its parameters are named as if they were the transformer's own.</summary>
    /// <param name="localization">From images to <c>[N, transformation.Identity.Count]</c>; for a start at the identity see <see cref="Linear.StartAt"/>.</param>
    /// <param name="transformation">What is chosen from; the transformer disposes it.</param>
    public SpatialTransformer(Module localization, Transformation transformation)
    {
        ArgumentNullException.ThrowIfNull(localization);
        ArgumentNullException.ThrowIfNull(transformation);
        _choose = AddUnnamed(localization).Forward;
        _transformation = transformation;
    }

    /// <summary>What is chosen from.</summary>
    public Transformation Transformation => _transformation;

    /// <summary>How to read between pixels.</summary>
    public SampleMode Mode { get; init; } = SampleMode.Bilinear;

    /// <summary>What to read outside the image.</summary>
    public SamplePadding Padding { get; init; } = SamplePadding.Zeros;

    /// <summary>What it last did, as long as those tensors live; null before its first <see cref="Module.Forward"/>.</summary>
    public SpatialTransformerLook? Last { get; private set; }

    /// <inheritdoc/>
    public override string Description => $"SpatialTransformer {_transformation.GetType().Name.Replace(nameof(Transformation), string.Empty, StringComparison.Ordinal)}";

    /// <inheritdoc/>
    protected override Tensor Run(Tensor input)
    {
        Tensor parameters = _choose(input);
        Last = new SpatialTransformerLook(input, parameters, _transformation.Apply(input, parameters, Mode, Padding));
        return Last.Output;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _transformation.Dispose();
        base.Dispose(disposing);
    }
}
