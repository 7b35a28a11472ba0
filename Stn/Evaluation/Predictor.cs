using Stn.Models;
using StnEngine;
using StnEngine.Layers;

namespace Stn.Evaluation;

/// <summary>Asks a model about pictures, a batch at a time.</summary>
internal static class Predictor
{
    public const int BatchSize = 256;

    /// <summary>Predicts one batch.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="names">The pictures' names.</param>
    /// <param name="pictures">The fitted pictures.</param>
    /// <param name="show">Given what each transformer on the images did, while its tensors live; null for nobody.</param>
    public static Prediction[] Run(TrainedModel trained, IReadOnlyList<string> names, IReadOnlyList<float[]> pictures, Action<SpatialTransformer[]>? show = null)
    {
        using TensorScope scope = TensorScope.Begin();
        using NoGrad noGrad = NoGrad.Begin();
        Tensor images = trained.Batch(pictures);
        Prediction[] predictions = Read(trained, names, trained.Model.Forward(images).ToArray());
        show?.Invoke([.. Transformers.At(trained.Model, images)]);
        return predictions;
    }

    /// <summary>What the model's last forward pass says, while its tensors live.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="names">The pictures' names.</param>
    /// <param name="scores">The scores that it gave, picture by picture.</param>
    public static Prediction[] Read(TrainedModel trained, IReadOnlyList<string> names, float[] scores)
    {
        float[][] scoresOfEach = [.. scores.Chunk(trained.ClassNames.Count)];
        TransformChoice[][] choices = [.. Transformers.Of(trained.Model).Select(t => TransformChoice.OfEach(t.Path, t.Transformer))];
        return [.. names.Select((name, n) => new Prediction(name, Prediction.Softmax(scoresOfEach[n]), [.. choices.Select(c => c[n])]))];
    }
}
