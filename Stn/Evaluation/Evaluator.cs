using Stn.Data;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Evaluation;

/// <summary>Asks a model about every test image.</summary>
internal static class Evaluator
{
    private const int BatchSize = 256;

    public static ConfusionMatrix Run(Module model, TrainingData data, Device device)
    {
        var matrix = new ConfusionMatrix(data.ClassNames);
        int classes = data.ClassNames.Count;
        Score(model, data, data.Test, device, (batch, _, scores) =>
        {
            float[] values = scores.ToArray();
            for (int n = 0; n < batch.Count; n++)
            {
                matrix.Add((int)batch.Labels[n], Highest(values.AsSpan(n * classes, classes)));
            }
        });
        return matrix;
    }

    /// <summary>Shows a model test images, batch by batch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Says how images reach it.</param>
    /// <param name="images">The test images, or some of them.</param>
    /// <param name="device">The model's.</param>
    /// <param name="each">Given each batch, its images as the model sees them and the scores of their classes.</param>
    public static void Score(Module model, TrainingData data, ImageSet images, Device device, Action<Batch, Tensor, Tensor> each)
    {
        using NoGrad noGrad = NoGrad.Begin();
        using BatchSource source = data.TestBatches(device, BatchSize, images);
        model.Evaluate();
        foreach (Batch batch in source.Epoch(0))
        {
            using TensorScope scope = TensorScope.Begin();
            using BatchInput input = source.Input(batch.Count);
            input.Upload(batch);
            Tensor seen = input.Read().Images;
            each(batch, seen, model.Forward(seen));
        }
    }

    /// <summary>The class of the highest score; among equals the first.</summary>
    public static int Highest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int c = 1; c < scores.Length; c++)
        {
            best = scores[c] > scores[best] ? c : best;
        }

        return best;
    }
}
