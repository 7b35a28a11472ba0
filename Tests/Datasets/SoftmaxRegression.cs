using System.Numerics;
using StnEngine.Datasets;
// For Data.RandomStream: a stream of the engine's own would be nearer in scope.
using Data = StnEngine.Datasets;

namespace StnEngine.Tests.Datasets;

/// <summary>The linear classifier that says how hard a set is: gradient descent with momentum on pixels of 0..1.</summary>
internal sealed class SoftmaxRegression
{
    private const int Classes = 10;
    private const int BatchSize = 50;
    private readonly int _inputs;
    private readonly float[] _weights;
    private readonly float[] _velocity;
    private readonly float[] _grad;
    private readonly float[] _pixels;

    // One input more than the image has pixels: it is always 1 and carries the bias. Rows are padded to whole vectors.
    private SoftmaxRegression(int imageSize)
    {
        _inputs = (imageSize + Vector<float>.Count) / Vector<float>.Count * Vector<float>.Count;
        _weights = new float[Classes * _inputs];
        _velocity = new float[_weights.Length];
        _grad = new float[_weights.Length];
        _pixels = new float[_inputs];
        _pixels[^1] = 1;
    }

    public static float Accuracy(ImageSet train, ImageSet test, int epochs)
    {
        SoftmaxRegression model = new(train.ImageSize);
        int[] order = [.. Enumerable.Range(0, train.Count)];
        Data.RandomStream random = new(1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (int[] batch in order.Chunk(BatchSize))
            {
                model.Step(train, batch);
            }
        }
        return Enumerable.Range(0, test.Count).Count(i => model.Predict(test.Image(i)) == test.Labels[i]) / (float)test.Count;
    }

    private void Step(ImageSet set, int[] batch)
    {
        Array.Clear(_grad);
        foreach (int index in batch)
        {
            float[] probability = Probabilities(set.Image(index));
            probability[set.Labels[index]] -= 1;
            for (int c = 0; c < Classes; c++)
            {
                AddScaled(_grad.AsSpan(c * _inputs, _inputs), _pixels, probability[c] / batch.Length);
            }
        }
        for (int i = 0; i < _weights.Length; i++)
        {
            _velocity[i] = (0.9f * _velocity[i]) + _grad[i];
        }
        AddScaled(_weights, _velocity, -0.05f);
    }

    private int Predict(ReadOnlySpan<byte> image)
    {
        float[] probability = Probabilities(image);
        return Array.IndexOf(probability, probability.Max());
    }

    private float[] Probabilities(ReadOnlySpan<byte> image)
    {
        for (int i = 0; i < image.Length; i++)
        {
            _pixels[i] = image[i] / 255f;
        }
        float[] scores = [.. Enumerable.Range(0, Classes).Select(Score)];
        float largest = scores.Max();
        float[] powers = [.. scores.Select(score => MathF.Exp(score - largest))];
        float sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    private float Score(int c)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < _inputs; i += Vector<float>.Count)
        {
            sum += new Vector<float>(_weights, (c * _inputs) + i) * new Vector<float>(_pixels, i);
        }
        return Vector.Sum(sum);
    }

    private static void AddScaled(Span<float> target, ReadOnlySpan<float> values, float factor)
    {
        for (int i = 0; i < target.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) + (factor * new Vector<float>(values[i..]))).CopyTo(target[i..]);
        }
    }
}
