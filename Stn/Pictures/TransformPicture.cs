using System.Numerics;
using Stn.Data;
using Stn.Models;
using Stn.Training;
using StnEngine;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Pictures;

/// <summary>The sheet of test images before and after a trained model's transformer.</summary>
internal static class TransformPicture
{
    private const int PerClass = 6;

    /// <summary>The line above a run's sheets.</summary>
    public static string TitleOf(TrainOptions options, IReadOnlyList<EpochResult> log) => FormattableString.Invariant(
        $"{options.Dataset}, distort {options.Distort}, {options.Model}: {(log.Count == 0 ? "in its first epoch" : FormattableString.Invariant($"test accuracy {log[^1].TestAccuracy:F2} %"))}");

    /// <summary>Draws the first test images of every class: a sheet for each transformer that looks at them, or one without frames where there is none.</summary>
    /// <param name="session">A model and its data.</param>
    /// <param name="title">Line above the sheet.</param>
    public static IReadOnlyList<Picture> Draw(TrainingSession session, string title)
    {
        TrainingData data = session.Data;
        FirstOfEachClass chosen = FirstOfEachClass.Of(data, session.Device, PerClass);
        using TensorScope scope = TensorScope.Begin();
        using NoGrad noGrad = NoGrad.Begin();
        session.Model.Evaluate();
        Tensor images = Tensor.Batch(session.Device, chosen.Images, chosen.Labels.Length, data.Channels, data.Size, data.Size);
        session.Model.Forward(images);
        SpatialTransformer[] atEntrance = [.. Transformers.At(session.Model, images)];
        return atEntrance.Length == 0
            ? [TransformSheet.Draw(Samples(images, null), title)]
            : [.. atEntrance.Select((t, i) => TransformSheet.Draw(
                Samples(OfSize(t.Last!.Output, images.Shape[2], images.Shape[3]), TransformFrame.OfEach(t.Transformation, t.Last.Parameters.ToArray())),
                i == 0 ? title : $"{title}, transformer {i + 1}"))];

        TransformSamples Samples(Tensor warped, Vector2[][]? frames) => new()
        {
            Inputs = data.Shown(chosen.Images),
            Warped = data.Shown(warped.ToArray()),
            Frames = frames,
            Labels = chosen.Labels,
            ClassNames = data.ClassNames,
            Channels = images.Shape[1],
            Height = images.Shape[2],
            Width = images.Shape[3],
        };
    }

    /// <summary>What transformers gave, as large as their input, however large they sample.</summary>
    public static Tensor OfSize(Tensor images, int height, int width)
    {
        if (images.Shape[2] == height && images.Shape[3] == width)
        {
            return images;
        }

        Tensor identity = Tensor.Batch(images.Device, [.. Enumerable.Repeat(new float[] { 1, 0, 0, 0, 1, 0 }, images.Shape[0]).SelectMany(t => t)], images.Shape[0], 2, 3);
        return images.SpatialTransform(identity, height, width, padding: SamplePadding.Border);
    }
}
