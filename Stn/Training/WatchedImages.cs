using Stn.Data;
using Stn.Models;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Training;

/// <summary>The first test images, by which a run watches its transformers: the same at every epoch, and again when a report is made of it.</summary>
internal sealed class WatchedImages : IDisposable
{
    private const int Most = 128;
    private const int MostShown = 8;
    private readonly BatchSource _source;

    public WatchedImages(TrainingData data, Device device)
    {
        _source = data.TestBatches(device, Most, data.Test.Subset([.. Enumerable.Range(0, Math.Min(Most, data.Test.Count))]));
        Batch batch = _source.Epoch(0).First();
        Labels = [.. batch.Labels.Take(batch.Count).Select(l => (byte)l)];
        Shown = Choose(Labels);
    }

    /// <summary>Of all of them.</summary>
    public byte[] Labels { get; }

    /// <summary>Positions of those whose transformations are kept: of every class the first, then the second, as many as are wanted.</summary>
    public int[] Shown { get; }

    /// <summary>What the transformers of a model do to the images; the model is run as it is.</summary>
    public TransformStatistics[] Statistics(Module model) => Look(images =>
    {
        model.Forward(images);
        return Transformers.Of(model).Select(t => Of(t.Path, t.Transformer)).ToArray();
    });

    /// <summary>Lends the images <c>[N, C, H, W]</c>, normalised.</summary>
    public T Look<T>(Func<Tensor, T> look)
    {
        Batch batch = _source.Epoch(0).First();
        using BatchInput input = _source.Input(batch.Count);
        using TensorScope scope = TensorScope.Begin();
        using NoGrad noGrad = NoGrad.Begin();
        input.Upload(batch);
        return look(input.Read().Images);
    }

    public void Dispose() => _source.Dispose();

    private static int[] Choose(byte[] labels) =>
    [
        .. Enumerable.Range(0, labels.Length)
            .OrderBy(n => labels.Take(n).Count(l => l == labels[n]))
            .ThenBy(n => n)
            .Take(MostShown)
            .Order(),
    ];

    private TransformStatistics Of(string path, SpatialTransformer transformer)
    {
        float[] parameters = transformer.Last!.Parameters.ToArray();
        float[][] each = [.. parameters.Chunk(transformer.Transformation.Identity.Count)];
        return TransformStatistics.Of(path, transformer.Transformation, parameters) with { Choices = [.. Shown.Select(n => each[n])] };
    }
}
