using Stn.Explanations;
using Stn.Training;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;

namespace Stn.Experiments;

/// <summary>How much of what spoke for a model's answers lies elsewhere than on the digit.</summary>
internal static class HeatBesideDigits
{
    private const int Images = 1000, BatchSize = 100;
    private const ulong PlacesSeed = 20161007;

    /// <summary>Asks Grad-CAM about the first thousand test images in clutter: the mean share of the heat outside the smallest box around the digit's ink.</summary>
    /// <param name="session">A model and its data, which are made by a <see cref="ClutterComposer"/>.</param>
    /// <param name="test">Test images.</param>
    /// <returns>In percent. An image in which nothing spoke for the answer does not count.</returns>
    public static double Percent(TrainingSession session, ImageSet test)
    {
        var composer = (ClutterComposer)session.Data.Samples.Composer!;
        int count = Math.Min(Images, test.Count);
        return 100 * Enumerable.Range(0, count).Chunk(BatchSize).SelectMany(part => SharesBeside(session, composer, test, part)).Where(double.IsFinite).Average();
    }

    private static double[] SharesBeside(TrainingSession session, ClutterComposer composer, ImageSet test, int[] part)
    {
        int pixels = composer.Height * composer.Width;
        float[] images = new float[part.Length * pixels];
        for (int i = 0; i < part.Length; i++)
        {
            composer.Compose(test, part[i], images.AsSpan(i * pixels, pixels), KeyOf(part[i]));
        }

        using TensorScope scope = TensorScope.Begin();
        Tensor batch = Tensor.Batch(session.Device, Array.ConvertAll(images, v => (v - session.Data.Mean) / session.Data.Std), part.Length, 1, composer.Height, composer.Width);
        return [.. GradCam.Explain(session.Model, batch).Select((e, i) => 1 - e.OnInput[0].ShareWithin(Mask(composer.PlaceOf(test, part[i], KeyOf(part[i])).Ink, composer)))];
    }

    private static ulong KeyOf(int image) => RandomStream.Key(PlacesSeed, "gradcam", (ulong)image);

    private static bool[] Mask(InkBox ink, ClutterComposer composer)
    {
        bool[] mask = new bool[composer.Height * composer.Width];
        for (int y = ink.Top; y <= ink.Bottom; y++)
        {
            mask.AsSpan((y * composer.Width) + ink.Left, ink.Width).Fill(true);
        }

        return mask;
    }
}
