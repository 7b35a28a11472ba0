using System.Numerics;
using Stn.Models;
using Stn.Pictures;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;
using StnEngine.Transformations;

namespace Stn.Experiments;

/// <summary>A transformer that learns to find what images have in common: one step for all of them at a time.</summary>
/// <remarks>
/// The triplet hinge loss of Jaderberg et al. 2015: windows of two images should be more alike, by a margin, than each is to a random window of its own
/// image. Windows start as large as the image and shrink to the size of a digit while training goes on; from small ones no gradient leads back to a
/// digit that is out of sight, and all of them empty is a minimum too.
/// </remarks>
internal sealed class Colocalisation : IDisposable
{
    private const int Window = 28, WindowParameters = 3;
    private const float Margin = 1, LeastRandomScale = 0.25f, MostRandomScale = 0.45f;

    // Shares of the steps: windows are large, shrink, and are small.
    private const float LargeUntil = 0.3f, SmallFrom = 0.8f;
    private readonly ImagePlace[] _places;
    private readonly float[] _canvases;
    private readonly int _size;
    private readonly int _digitSize;
    private readonly int _steps;
    private readonly int[] _order;
    private readonly Colocaliser _colocaliser;
    private readonly SpatialTransformer _transformer;
    private readonly Adam _optimizer;
    private readonly Tensor[] _halves;
    private readonly Tensor[] _randomWindows;
    private readonly OneCycle _schedule;
    private readonly RecordedStep _step;
    private RandomStream _random;

    /// <summary>Places the digits and prepares a step.</summary>
    /// <param name="device">Where.</param>
    /// <param name="encoder">Trained and frozen.</param>
    /// <param name="composer">Places each digit on a canvas.</param>
    /// <param name="set">All images: where clutter comes from.</param>
    /// <param name="digits">Positions in the set of those to find, an even number of one class.</param>
    /// <param name="seed">Root of its random streams.</param>
    /// <param name="steps">How many there will be.</param>
    /// <param name="learningRate">Of Adam: the peak of a one-cycle schedule.</param>
    public Colocalisation(Device device, DigitEncoder encoder, ClutterComposer composer, ImageSet set, int[] digits, ulong seed, int steps, float learningRate)
    {
        (_size, _digitSize, _steps) = (composer.Height, set.Height, steps);
        int pixels = _size * _size;
        _places = new ImagePlace[digits.Length];
        _canvases = new float[digits.Length * pixels];
        for (int i = 0; i < digits.Length; i++)
        {
            ulong key = RandomStream.Key(seed, "colocalisation", (ulong)digits[i]);
            composer.Compose(set, digits[i], _canvases.AsSpan(i * pixels, pixels), key);
            _places[i] = composer.PlaceOf(set, digits[i], key);
        }

        _random = new RandomStream(seed, "colocalisation/steps", (ulong)digits[0]);
        _order = [.. Enumerable.Range(0, digits.Length)];
        _colocaliser = new Colocaliser(new ModuleContext(device, seed), _size);
        _transformer = new SpatialTransformer(_colocaliser, new AttentionTransformation(device, Window, Window));
        _optimizer = new Adam(_transformer, learningRate);
        _schedule = new OneCycle(learningRate, steps);
        int half = digits.Length / 2;
        _halves = [Tensor.Full(device, 0, true, half, 1, _size, _size), Tensor.Full(device, 0, true, half, 1, _size, _size)];
        _randomWindows = [Tensor.Full(device, 0, true, half, WindowParameters), Tensor.Full(device, 0, true, half, WindowParameters)];
        _step = RecordedStep.Record(device, () =>
        {
            _optimizer.ZeroGrad();
            Tensor[] seen = [.. _halves.Select(images => encoder.Encode(_transformer.Forward(images)))];
            Tensor alike = Distance(seen[0], seen[1]) + Tensor.Full(device, Margin, false);
            Tensor[] losses = [.. seen.Select((window, i) =>
                (alike - Distance(window, encoder.Encode(_transformer.Transformation.Apply(_halves[i], _randomWindows[i])))).Relu().Mean())];
            (losses[0] + losses[1]).Backward();
            _optimizer.Step();
        });
    }

    /// <summary>Parameters of the transformer.</summary>
    public int Parameters => _transformer.ParameterCount;

    /// <summary>Pairs the images at random, and compares each with the other one and with a random part of itself.</summary>
    /// <param name="step">From 0.</param>
    public void Step(int step)
    {
        _random.Shuffle(_order);
        int half = _order.Length / 2;
        for (int i = 0; i < 2; i++)
        {
            _halves[i].Upload(Canvases(_order.AsSpan(i * half, half)));
            _randomWindows[i].Upload(RandomWindows(half));
        }

        _optimizer.LearningRate = _schedule.At(step);
        _colocaliser.SetScale(ScaleAt(step));
        _step.Replay();
    }

    /// <summary>The window of each image, as the parameters of an <see cref="AttentionTransformation"/>.</summary>
    public float[] Windows() => LookAll().Parameters;

    /// <summary>How many windows are on their digit: they and its image have more than a share of their union in common.</summary>
    /// <param name="leastOverlap">That share.</param>
    public int CountFound(float leastOverlap)
    {
        float[] windows = Windows();
        return Enumerable.Range(0, _places.Length).Count(i => Overlap(windows.AsSpan(i * WindowParameters, WindowParameters), _places[i]) > leastOverlap);
    }

    /// <summary>What the transformer sees of the first images.</summary>
    /// <param name="count">How many.</param>
    /// <param name="label">Their label.</param>
    public ColocalisationSheet Look(int count, byte label)
    {
        (float[] parameters, float[] enlarged) = LookAll();
        int pixels = _size * _size;
        Vector2[][] frames = TransformFrame.OfEach(_transformer.Transformation, parameters[..(count * WindowParameters)]);
        return new ColocalisationSheet(_canvases[..(count * pixels)], enlarged[..(count * pixels)], frames, label);
    }

    public void Dispose()
    {
        _step.Dispose();
        foreach (Tensor tensor in _halves.Concat(_randomWindows))
        {
            tensor.Dispose();
        }

        _optimizer.Dispose();
        _transformer.Dispose();
    }

    private static Tensor Distance(Tensor left, Tensor right) => (left - right).Square().Sum([1]);

    private float ScaleAt(int step)
    {
        float shrunk = Math.Clamp(((step / (float)_steps) - LargeUntil) / (SmallFrom - LargeUntil), 0, 1);
        return MathF.Pow(Window / (float)_size, shrunk);
    }

    private float[] Canvases(ReadOnlySpan<int> chosen)
    {
        int pixels = _size * _size;
        float[] canvases = new float[chosen.Length * pixels];
        for (int i = 0; i < chosen.Length; i++)
        {
            _canvases.AsSpan(chosen[i] * pixels, pixels).CopyTo(canvases.AsSpan(i * pixels));
        }

        return canvases;
    }

    // Anywhere inside the image.
    private float[] RandomWindows(int count)
    {
        float[] windows = new float[count * WindowParameters];
        for (int i = 0; i < windows.Length; i += WindowParameters)
        {
            float scale = _random.Uniform(LeastRandomScale, MostRandomScale);
            (windows[i], windows[i + 1], windows[i + 2]) = (scale, _random.Uniform(scale - 1, 1 - scale), _random.Uniform(scale - 1, 1 - scale));
        }

        return windows;
    }

    private (float[] Parameters, float[] Enlarged) LookAll()
    {
        using TensorScope scope = TensorScope.Begin();
        using NoGrad noGrad = NoGrad.Begin();
        Tensor seen = _transformer.Forward(Tensor.Batch(_transformer.Transformation.Device, _canvases, _places.Length, 1, _size, _size));
        DetectAnomaly.RequireFinite(_transformer.Last!.Parameters, "what the transformer chose");
        return (_transformer.Last.Parameters.ToArray(), TransformPicture.OfSize(seen, _size, _size).ToArray());
    }

    // Of the window and the place of the whole digit image, both in pixels.
    private float Overlap(ReadOnlySpan<float> window, ImagePlace place)
    {
        float side = window[0] * _size;
        float left = ((window[1] + 1) * _size / 2) - (side / 2), top = ((window[2] + 1) * _size / 2) - (side / 2);
        float width = MathF.Min(left + side, place.Left + _digitSize) - MathF.Max(left, place.Left);
        float height = MathF.Min(top + side, place.Top + _digitSize) - MathF.Max(top, place.Top);
        float common = MathF.Max(width, 0) * MathF.Max(height, 0);
        return common / ((side * side) + (_digitSize * _digitSize) - common);
    }
}
