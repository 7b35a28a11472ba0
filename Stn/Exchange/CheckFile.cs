using Stn.Data;
using Stn.Evaluation;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Exchange;

/// <summary>Test images as a model sees them and the scores it gives them, for another program to compare its own with.</summary>
internal static class CheckFile
{
    /// <summary>Writes <c>images [N, C, H, W]</c>, normalised, <c>labels [N]</c> and <c>scores [N, classes]</c> as safetensors.</summary>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public static void Write(string path, Module model, TrainingData data, int count, Device device)
    {
        ImageSet part = data.Test.Subset([.. Enumerable.Range(0, Math.Min(count, data.Test.Count))]);
        var images = new List<float>();
        var labels = new List<long>();
        var scores = new List<float>();
        Evaluator.Score(model, data, part, device, (batch, seen, given) =>
        {
            images.AddRange(seen.ToArray());
            labels.AddRange(batch.Labels.Take(batch.Count).Select(label => (long)label));
            scores.AddRange(given.ToArray());
        });
        Safetensors.Write(path,
        [
            SafetensorsEntry.Of("images", [.. images], part.Count, data.Channels, data.Size, data.Size),
            SafetensorsEntry.Of("labels", [.. labels], part.Count),
            SafetensorsEntry.Of("scores", [.. scores], part.Count, scores.Count / part.Count),
        ]);
    }
}
