using StnEngine;
using StnEngine.Layers;

namespace Stn.Explanations;

/// <summary>Says what in an image spoke for a class: Grad-CAM, Selvaraju et al. 2017, equations 1 and 2.</summary>
/// <remarks>
/// Each map of the last convolution weighs as much as the class's score rises with it, in the mean over the map's positions; the heat is the weighted sum of the
/// maps where it is above zero. Maps count rectified, as the networks here take them: what is below zero reaches no score. Where the paper stretches the
/// heat over the image, here it is laid where the maps' positions lie: see <see cref="AxisPlace"/>.
/// </remarks>
internal static class GradCam
{
    /// <summary>Explains every image of a batch, in one pass forward and one back.</summary>
    /// <param name="model">A classifier; it is left in evaluation, without observer, and its parameters' gradients as they were.</param>
    /// <param name="images"><c>[N, C, H, W]</c>; a gradient is left in it.</param>
    /// <param name="classes">For each image the class to explain; the one with the highest score where left out.</param>
    /// <returns>One for each image. The temporaries are those of the caller's <see cref="TensorScope"/>.</returns>
    /// <exception cref="UserException">The model has no convolution outside localisation networks.</exception>
    /// <exception cref="ArgumentException">There are not as many classes as images, or the model does not have such a class.</exception>
    public static Explanation[] Explain(Module model, Tensor images, IReadOnlyList<int>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);

        // The gradient comes by way of the images, so that none is left in the parameters.
        Tensor[] parameters = [.. model.NamedParameters().Select(p => p.Tensor).Where(p => p.RequiresGrad)];
        bool imagesRequired = images.RequiresGrad;
        Array.ForEach(parameters, p => p.RequiresGrad = false);
        images.RequiresGrad = true;
        try
        {
            model.Evaluate();
            (ForwardTrace trace, Tensor scores) = ForwardTrace.Of(model, images);
            float[][] scoresOfEach = [.. scores.ToArray().Chunk(scores.Shape[1])];
            int[] chosen = classes is null ? Array.ConvertAll(scoresOfEach, s => Array.IndexOf(s, s.Max())) : [.. classes];
            HeatMap[] maps = Maps(trace, scores, chosen);
            HeatCarrier carrier = new(images, trace);
            return [.. maps.Select((map, n) => new Explanation(chosen[n], scoresOfEach[n], map, carrier.Seen(map, n), carrier.OnInput(map, n)))];
        }
        finally
        {
            Array.ForEach(parameters, p => p.RequiresGrad = true);
            if (!imagesRequired)
            {
                images.RequiresGrad = false;
            }
        }
    }

    private static HeatMap[] Maps(ForwardTrace trace, Tensor scores, int[] classes)
    {
        Tensor maps = trace.Maps ?? throw new UserException(
            "Grad-CAM shows the maps of a convolution, and this model has none that its classifier looks through. Choose a model with convolutions, such as stn, cnn or paper-st-cnn-affine.");
        maps.RetainGrad();

        // Upstream a one for each image's own class: the gradient of the sum of these scores. Images do not touch each other.
        scores.Backward(Tensor.Batch(scores.Device, OneHot(classes, scores.Shape), scores.Shape[0], scores.Shape[1]));
        using NoGrad noGrad = NoGrad.Begin();
        Tensor weights = maps.Grad!.Mean([2, 3], keepDims: true);
        Tensor heat = (maps.Relu() * weights).Sum([1]).Relu();
        (int height, int width) = (heat.Shape[1], heat.Shape[2]);
        return [.. heat.ToArray().Chunk(height * width).Select(values => new HeatMap(height, width, UpToOne(values)))];
    }

    private static float[] OneHot(int[] classes, Shape scores)
    {
        if (classes.Length != scores[0] || classes.Any(c => c < 0 || c >= scores[1]))
        {
            throw new ArgumentException($"The classes {string.Join(", ", classes)} were given for scores {scores}; give one class below {scores[1]} for each image.", nameof(classes));
        }

        float[] values = new float[scores.Count];
        for (int n = 0; n < classes.Length; n++)
        {
            values[(n * scores[1]) + classes[n]] = 1;
        }

        return values;
    }

    private static float[] UpToOne(float[] values)
    {
        float most = values.Max();
        return most > 0 ? Array.ConvertAll(values, value => value / most) : values;
    }
}
