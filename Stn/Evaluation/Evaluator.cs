using Stn.Data;
using Stn.Models;
using StnEngine.Layers;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn.Evaluation;

/// <summary>Asks a model about every test image.</summary>
internal static class Evaluator
{
    private const int BatchSize = 256;

    public static ConfusionMatrix Run(Module model, TrainingData data, Device device)
    {
        var matrix = new ConfusionMatrix(data.Test.ClassNames);
        using NoGrad noGrad = NoGrad.Begin();
        using BatchSource source = data.TestBatches(device, BatchSize);
        model.Evaluate();
        foreach (Batch batch in source.Epoch(0))
        {
            using TensorScope scope = TensorScope.Begin();
            using BatchInput input = source.Input(batch.Count);
            input.Upload(batch);
            float[] scores = model.Forward(input.Read().Images).ToArray();
            int classes = scores.Length / batch.Count;
            for (int n = 0; n < batch.Count; n++)
            {
                matrix.Add((int)batch.Labels[n], Highest(scores.AsSpan(n * classes, classes)));
            }
        }

        return matrix;
    }

    // Among equals the first.
    private static int Highest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int c = 1; c < scores.Length; c++)
        {
            best = scores[c] > scores[best] ? c : best;
        }

        return best;
    }
}
