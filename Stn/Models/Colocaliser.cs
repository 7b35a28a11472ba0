using StnEngine;
using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>A localisation network alone: where in each image is what all images of the batch have in common. How large it is, is given.</summary>
/// <remarks>
/// What is common lies in the middle of the images on average: the mean of a batch's shifts is taken from each. Without that nothing would keep
/// windows from looking at the same corner of each object, which is as alike as its middle.
/// </remarks>
internal sealed class Colocaliser : Module
{
    private readonly Sequential _localization;
    private readonly Tensor _shifts;
    private readonly Tensor _scale;

    /// <summary>Builds one.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="size">Side of the images.</param>
    public Colocaliser(ModuleContext context, int size)
    {
        _localization = Add("localization", new Sequential(
            context.Child("localization"),
            c => SmallLocalization.Create(c, 1, size),
            c => new Linear(c, SmallLocalization.Features, 2).StartAt([0, 0])));
        _shifts = Tensor.Plain(context.Device, [0, 0, 1, 0, 0, 1], 3, 2);
        _scale = Tensor.Plain(context.Device, [1, 0, 0], 3);
    }

    /// <summary>Sets how large windows are.</summary>
    /// <param name="scale">Their side, as a share of the image's.</param>
    public void SetScale(float scale) => _scale.Upload([scale, 0, 0]);

    /// <summary>From images <c>[N, 1, size, size]</c> to the parameters of an <see cref="AttentionTransformation"/>.</summary>
    protected override Tensor Run(Tensor input)
    {
        Tensor shift = _localization.Forward(input);
        return (shift - shift.Mean([0])).Linear(_shifts, _scale);
    }

    protected override void Dispose(bool disposing)
    {
        _shifts.Dispose();
        _scale.Dispose();
        base.Dispose(disposing);
    }
}
