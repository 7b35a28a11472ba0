using Stn.Data;
using Stn.Training;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn.Pictures;

/// <summary>The sheet of test images before and after a trained model's transformer.</summary>
internal static class TransformPicture
{
    private const int PerClass = 6;

    /// <summary>Draws the first test images of every class.</summary>
    /// <param name="session">A model and its data.</param>
    /// <param name="title">Line above the sheet.</param>
    public static Picture Draw(TrainingSession session, string title)
    {
        ImageSet chosen = FirstOfEachClass(session.Data.Test, PerClass);
        Device device = session.Model.NamedParameters().First().Tensor.Device;
        using BatchSource source = session.Data.TestBatches(device, chosen.Count, chosen);
        using BatchInput input = source.Input(chosen.Count);
        using TensorScope scope = TensorScope.Begin();
        using NoGrad noGrad = NoGrad.Begin();
        session.Model.Evaluate();
        input.Upload(source.Epoch(0).First());
        Tensor images = input.Read().Images;
        (Tensor warped, Tensor? parameters) = session.Model.Look(images);
        var samples = new TransformSamples
        {
            Inputs = session.Data.Shown(images.ToArray()),
            Warped = session.Data.Shown(OfSize(warped, images.Shape[2], images.Shape[3]).ToArray()),
            Frames = parameters is null ? null : TransformFrame.OfEach(session.Model.Transformation!, parameters.ToArray()),
            Labels = chosen.Labels,
            ClassNames = chosen.ClassNames,
            Channels = images.Shape[1],
            Height = images.Shape[2],
            Width = images.Shape[3],
        };
        return TransformSheet.Draw(samples, title);
    }

    // As large as the input, however large a transformer samples.
    private static Tensor OfSize(Tensor images, int height, int width)
    {
        if (images.Shape[2] == height && images.Shape[3] == width)
        {
            return images;
        }

        Tensor identity = Tensor.Batch(images.Device, [.. Enumerable.Repeat(new float[] { 1, 0, 0, 0, 1, 0 }, images.Shape[0]).SelectMany(t => t)], images.Shape[0], 2, 3);
        return images.SpatialTransform(identity, height, width, padding: SamplePadding.Border);
    }

    private static ImageSet FirstOfEachClass(ImageSet set, int perClass)
    {
        var chosen = new List<int>();
        for (int label = 0; label < set.ClassNames.Count; label++)
        {
            chosen.AddRange(Enumerable.Range(0, set.Count).Where(i => set.Labels[i] == label).Take(perClass));
        }

        return set.Subset(chosen.ToArray());
    }
}
