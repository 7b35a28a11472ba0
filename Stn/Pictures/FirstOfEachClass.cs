using Stn.Data;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn.Pictures;

/// <summary>The first test samples of every class, as the test set has them.</summary>
/// <param name="Images"><c>[N, channels, size, size]</c>, normalised.</param>
/// <param name="Labels"><c>[N]</c>.</param>
internal sealed record FirstOfEachClass(float[] Images, byte[] Labels)
{
    private const int BatchSize = 64;

    /// <summary>Walks through the test set until it has enough of every class.</summary>
    /// <param name="data">Where the test set is.</param>
    /// <param name="device">Makes the samples.</param>
    /// <param name="perClass">Samples of a class at most.</param>
    public static FirstOfEachClass Of(TrainingData data, Device device, int perClass)
    {
        var images = new List<float>();
        var labels = new List<byte>();
        int[] wanted = [.. Enumerable.Repeat(perClass, data.ClassNames.Count)];
        using BatchSource source = data.TestBatches(device, BatchSize);
        foreach (Batch batch in source.Epoch(0).TakeWhile(_ => wanted.Any(n => n > 0)))
        {
            int[] chosen = [.. Enumerable.Range(0, batch.Count).Where(n => wanted[(int)batch.Labels[n]]-- > 0)];
            if (chosen.Length > 0)
            {
                float[] values = Images(source, batch);
                int size = values.Length / batch.Count;
                images.AddRange(chosen.SelectMany(n => values[(n * size)..((n + 1) * size)]));
                labels.AddRange(chosen.Select(n => (byte)batch.Labels[n]));
            }
        }

        return new FirstOfEachClass([.. images], [.. labels]);

        static float[] Images(BatchSource source, Batch batch)
        {
            using TensorScope scope = TensorScope.Begin();
            using BatchInput input = source.Input(batch.Count);
            input.Upload(batch);
            return input.Read().Images.ToArray();
        }
    }
}
