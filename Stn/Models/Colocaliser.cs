using StnEngine;
using StnEngine.Layers;
using StnEngine.Transformations;

namespace Stn.Models;

/// <summary>A localisation network alone: where in each image is what all images of the batch have in common. How large it is, is given.</summary>
/// <remarks>
/// <para>
/// Convolutions give every place of the image a score; the window's middle is the mean of all places, weighted by the softmax of their scores (a soft
/// argmax). What the network learns at one place it knows at every other, and no window wanders off.
/// </para>
/// <para>
/// What is common lies in the middle of the images on average: the mean of a batch's shifts is taken from each. Without that nothing would keep
/// windows from looking at the same corner of each object, which is as alike as its middle.
/// </para>
/// </remarks>
internal sealed class Colocaliser : Module
{
    private const int Filters = 16, Window = 5, Padding = 2;

    // Images are mostly black, and scores begin nearly equal: without these, windows of some digits never leave the middle.
    private const float Contrast = 3, Sharpness = 30;
    private readonly Sequential _scores;
    private readonly Tensor _places;
    private readonly Tensor _shifts;
    private readonly Tensor _scale;

    /// <summary>Builds one.</summary>
    /// <param name="context">Where it is being built.</param>
    /// <param name="size">Side of the images, an even number.</param>
    public Colocaliser(ModuleContext context, int size)
    {
        _scores = Add("scores", new Sequential(
            context.Child("scores"),
            _ => new AvgPool2d(2),
            c => new Conv2d(c, 1, Filters, Window, padding: Padding),
            _ => new Relu(),
            c => new Conv2d(c, Filters, Filters, Window, padding: Padding),
            _ => new Relu(),
            c => new Conv2d(c, Filters, 1, Window, padding: Padding),
            _ => new Flatten()));
        _places = Tensor.Plain(context.Device, Places(size / 2), 2, size / 2 * (size / 2));
        _shifts = Tensor.Plain(context.Device, [0, 0, 1, 0, 0, 1], 3, 2);
        _scale = Tensor.Plain(context.Device, [1, 0, 0], 3);
    }

    /// <summary>Sets how large windows are.</summary>
    /// <param name="scale">Their side, as a share of the image's.</param>
    public void SetScale(float scale) => _scale.Upload([scale, 0, 0]);

    /// <summary>From images <c>[N, 1, size, size]</c> to the parameters of an <see cref="AttentionTransformation"/>.</summary>
    protected override Tensor Run(Tensor input)
    {
        Tensor shares = _scores.Forward(input.Scale(Contrast)).Scale(Sharpness).LogSoftmax().Exp();
        Tensor shift = shares.Linear(_places);
        return (shift - shift.Mean([0])).Linear(_shifts, _scale);
    }

    protected override void Dispose(bool disposing)
    {
        _places.Dispose();
        _shifts.Dispose();
        _scale.Dispose();
        base.Dispose(disposing);
    }

    // A row of x, then one of y: the middle of each pixel, from -1 to 1.
    private static float[] Places(int side)
    {
        float[] places = new float[2 * side * side];
        for (int i = 0; i < side * side; i++)
        {
            places[i] = ((2 * (i % side)) + 1 - side) / (float)side;
            places[(side * side) + i] = ((2 * (i / side)) + 1 - side) / (float)side;
        }

        return places;
    }
}
