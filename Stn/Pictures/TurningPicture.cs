using System.Globalization;
using System.Numerics;
using Stn.Data;
using Stn.Evaluation;
using Stn.Models;
using StnEngine;
using StnEngine.Datasets.Images;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Pictures;

/// <summary>An animation of a transformer that straightens an image while it is turned once around.</summary>
internal static class TurningPicture
{
    /// <summary>How long a frame is seen.</summary>
    public const int FrameMilliseconds = 80;

    private const int Frames = 60;
    private const int ImageExtent = 168;
    private const int Border = 12;
    private const int LineHeight = 10 + (SheetLayout.TextZoom * Font5x7.GlyphHeight);

    /// <summary>Draws a turn of the first test image: each frame shows it with the first transformer's frame, and what that makes of it.</summary>
    /// <param name="model">In evaluation.</param>
    /// <param name="data">Its data.</param>
    /// <returns>Empty for a model without a transformer on the image, or one that sees several images at once.</returns>
    public static IReadOnlyList<ByteImage> Draw(Module model, TrainingData data)
    {
        if (data.Channels != data.Test.Channels)
        {
            return [];
        }

        using TensorScope scope = TensorScope.Begin();
        using NoGrad noGrad = NoGrad.Begin();
        Device device = model.NamedParameters().First().Tensor.Device;
        float[] turned = Turned(device, data);
        Tensor images = Tensor.Batch(device, Array.ConvertAll(turned, value => (value - data.Mean) / data.Std), Frames, data.Channels, data.Size, data.Size);
        model.Evaluate();
        float[][] scores = [.. model.Forward(images).ToArray().Chunk(data.ClassNames.Count)];
        if (Transformers.At(model, images).FirstOrDefault() is not { } transformer)
        {
            return [];
        }

        Vector2[][] frames = TransformFrame.OfEach(transformer.Transformation, transformer.Last!.Parameters.ToArray());
        float[] warped = data.Shown(transformer.Last.Output.ToArray());
        return [.. Enumerable.Range(0, Frames).Select(n => DrawFrame(Part(turned, n), frames[n], Part(warped, n), transformer.Last.Output.Shape, data, Caption(n, scores[n], data)).Image)];
    }

    private static string Caption(int n, float[] scores, TrainingData data)
    {
        double[] probabilities = Prediction.Softmax(scores);
        int best = Array.IndexOf(probabilities, probabilities.Max());
        return string.Create(
            CultureInfo.InvariantCulture, $"turned {360 * n / Frames,3}: {SheetLayout.Label(data.ClassNames[best])} {100 * probabilities[best]:F0} %");
    }

    // Clockwise, on a canvas as large as the model's images, black where nothing is.
    private static float[] Turned(Device device, TrainingData data)
    {
        float[] image = Array.ConvertAll(data.Test.Image(0).ToArray(), p => p / (float)byte.MaxValue);
        Tensor one = Tensor.Batch(device, [.. Enumerable.Repeat(image, Frames).SelectMany(i => i)], Frames, data.Channels, data.Test.Height, data.Test.Width);
        (int high, int wide) = (data.Size - data.Test.Height, data.Size - data.Test.Width);
        Tensor canvas = one.Pad(high / 2, high - (high / 2), wide / 2, wide - (wide / 2));
        float[] theta = [.. Enumerable.Range(0, Frames).SelectMany(n => Turn(Math.Tau * n / Frames))];
        return canvas.SpatialTransform(Tensor.Batch(device, theta, Frames, 2, 3), data.Size, data.Size).ToArray();
    }

    private static float[] Turn(double radians)
    {
        (double sin, double cos) = Math.SinCos(radians);
        return [(float)cos, (float)sin, 0, (float)-sin, (float)cos, 0];
    }

    private static float[] Part(float[] images, int n)
    {
        int size = images.Length / Frames;
        return images[(n * size)..((n + 1) * size)];
    }

    private static Picture DrawFrame(float[] input, Vector2[] frame, float[] warped, Shape shape, TrainingData data, string caption)
    {
        int side = Math.Max(1, ImageExtent / data.Size) * data.Size;
        int margin = 2 + (int)(0.21 * side);
        PictureArea card = new(Border, Border + LineHeight, (2 * side) + (3 * margin), side + (2 * margin));
        PictureArea left = new(card.Left + margin, card.Top + margin, side, side);
        PictureArea right = left with { Left = left.Right + margin };
        Picture picture = new(card.Right + Border, card.Bottom + Border);
        picture.Fill(SheetColours.Page);
        picture.Fill(SheetColours.Card, card);
        picture.DrawText(caption, Border, Border, SheetColours.Heading, SheetLayout.TextZoom);
        HeatColours.Paint(picture, left, input, data.Channels, data.Size, data.Size, null);
        FramePainter.Draw(picture, frame, left, card with { Width = side + (2 * margin) });
        HeatColours.Paint(picture, right, warped, shape[1], shape[2], shape[3], null);
        FramePainter.Draw(picture, FramePainter.Whole, right, card);
        return picture;
    }
}
