using System.Numerics;
using Stn.Models;
using Stn.Pictures;
using Stn.Training;
using StnEngine;
using StnEngine.Layers;

namespace Stn.Reports;

/// <summary>Makes the history of the frames out of a run's log: what was chosen then is drawn, and applied to the images, again.</summary>
internal static class FrameHistoryMaker
{
    private const int MostEpochs = 60, LeastEpochs = 6;
    private const double Share = 0.3;

    /// <summary>Makes one.</summary>
    /// <param name="session">The model and its data.</param>
    /// <param name="options">Whether the start is known: the identity.</param>
    /// <param name="log">The epochs.</param>
    /// <param name="scope">What the images may take.</param>
    /// <returns>Null for a model without a transformer at its entrance, or a log without choices.</returns>
    public static FrameHistory? Of(TrainingSession session, TrainOptions options, IReadOnlyList<EpochResult> log, ReportScope scope) =>
        session.Watched.Look(all =>
        {
            session.Model.Evaluate();
            session.Model.Forward(all);
            SpatialTransformer[] atEntrance = [.. Transformers.At(session.Model, all)];
            string[] paths = [.. atEntrance.Select(t => PathOf(session, t))];
            Moment[] kept = [.. log.Where(r => atEntrance.Zip(paths).All(t => IsKept(session, r, t.First, t.Second))).Select(r => new Moment(r.Epoch, r.Transforms))];
            Moment[] moments = [.. Start(options, session, log), .. kept];
            return atEntrance.Length == 0 || moments.Length == 0 || (log.Count > 0 && kept.Length == 0) ? null : Make(session, all, atEntrance, moments, scope);
        });

    private static string PathOf(TrainingSession session, SpatialTransformer transformer) => Transformers.Of(session.Model).First(t => t.Transformer == transformer).Path;

    // Not in logs of earlier versions; in one that was changed by hand there may be anything.
    private static bool IsKept(TrainingSession session, EpochResult epoch, SpatialTransformer transformer, string path) =>
        epoch.Transforms.FirstOrDefault(t => t.Path == path) is { } kept && kept.Choices.Count == session.Watched.Shown.Length
        && kept.Choices.All(c => c.Length == transformer.Transformation.Identity.Count);

    private static FrameHistory Make(TrainingSession session, Tensor all, SpatialTransformer[] atEntrance, Moment[] moments, ReportScope scope)
    {
        PageForm form = PageForm.Of(session.Data, all.Shape);

        // Of large images fewer, so that there is room for some epochs of each.
        int bytes = atEntrance.Sum(t => PageForm.Of(session.Data, t.Last!.Output.Shape).Bytes);
        int[] shown = [.. session.Watched.Shown.Take(scope.Fitting(session.Watched.Shown.Length, Share, form.Bytes + (Math.Min(LeastEpochs, moments.Length) * bytes)))];
        moments = Evenly(moments, scope.Fitting(Math.Min(MostEpochs, moments.Length), Share, shown.Length * bytes));
        float[][] images = [.. all.ToArray().Chunk(all.Shape.Count / all.Shape[0])];
        var tracks = atEntrance.Select(t => Track(session, t, [.. shown.Select(n => images[n])], all.Shape, moments)).ToList();
        return new FrameHistory(
            [.. moments.Select(m => m.Epoch)],
            [.. shown.Select((n, i) => new FramedImage(session.Watched.Labels[n], PageImage.Of(form, images[n]), [.. tracks.Select(t => t[i])]))]);
    }

    private static FrameTrack[] Track(TrainingSession session, SpatialTransformer transformer, float[][] images, Shape shape, Moment[] moments)
    {
        string path = PathOf(session, transformer);
        var frames = new List<Vector2[][]>();
        var outputs = new List<float[][]>();
        PageForm form = PageForm.Of(session.Data, transformer.Last!.Output.Shape);
        Tensor input = Tensor.Batch(session.Device, [.. images.SelectMany(i => i)], images.Length, shape[1], shape[2], shape[3]);
        foreach (Moment moment in moments)
        {
            float[] chosen = [.. moment.Transforms.First(t => t.Path == path).Choices.Take(images.Length).SelectMany(c => c)];
            frames.Add(TransformFrame.OfEach(transformer.Transformation, chosen));
            Tensor output = transformer.Transformation.Apply(input, Tensor.Batch(session.Device, chosen, images.Length, transformer.Transformation.Identity.Count), transformer.Mode, transformer.Padding);
            outputs.Add([.. output.ToArray().Chunk(form.Channels * form.Height * form.Width)]);
        }

        return [.. images.Select((_, n) => new FrameTrack([.. frames.Select(f => f[n])], PageImage.Strip(form, [.. outputs.Select(o => o[n])])))];
    }

    // A start with noise is a start of its own for each image: it can only be seen while it is there.
    private static Moment[] Start(TrainOptions options, TrainingSession session, IReadOnlyList<EpochResult> log) =>
        log.Count == 0 ? [new Moment(0, session.Watched.Statistics(session.Model))] : options.StartNoise is not null ? [] :
    [
        new Moment(0, [.. Transformers.Of(session.Model).Select(t => new TransformStatistics(t.Path, 1, 0, 1, 1)
        {
            Choices = [.. Enumerable.Repeat(t.Transformer.Transformation.Identity.ToArray(), session.Watched.Shown.Length)],
        })]),
    ];

    private static Moment[] Evenly(Moment[] moments, int count) =>
        count >= moments.Length ? moments
        : count == 1 ? [moments[^1]]
        : [.. Enumerable.Range(0, count).Select(i => moments[(int)Math.Round(i * (moments.Length - 1.0) / (count - 1))])];

    private sealed record Moment(int Epoch, IReadOnlyList<TransformStatistics> Transforms);
}
