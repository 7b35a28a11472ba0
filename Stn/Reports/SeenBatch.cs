using System.Numerics;
using Stn.Data;
using Stn.Models;
using Stn.Pictures;
using StnEngine;
using StnEngine.Layers;

namespace Stn.Reports;

/// <summary>A batch that a model was just shown, on the host: its images, and what the transformers at the entrance made of them.</summary>
internal sealed class SeenBatch
{
    private readonly float[] _images;
    private readonly (PageForm Form, float[] Output, Vector2[][] Frames)[] _looks;

    /// <summary>Takes them.</summary>
    /// <param name="data">Says how they were normalised.</param>
    /// <param name="model">The model.</param>
    /// <param name="images">What it was shown last.</param>
    public SeenBatch(TrainingData data, Module model, Tensor images)
    {
        Form = PageForm.Of(data, images.Shape);
        _images = images.ToArray();
        _looks =
        [
            .. Transformers.At(model, images).Select(t =>
                (PageForm.Of(data, t.Last!.Output.Shape), t.Last.Output.ToArray(), TransformFrame.OfEach(t.Transformation, t.Last.Parameters.ToArray()))),
        ];
    }

    /// <summary>Of the images.</summary>
    public PageForm Form { get; }

    /// <summary>What one image and all that was made of it take.</summary>
    public int SampleBytes => Form.Bytes + _looks.Sum(l => l.Form.Bytes);

    public Sample this[int n, int label] => new(
        label, PageImage.Of(Form, Part(_images, Form, n)), [.. _looks.Select(l => new SampleLook(l.Frames[n], PageImage.Of(l.Form, Part(l.Output, l.Form, n))))]);

    private static ReadOnlySpan<float> Part(float[] images, PageForm form, int n)
    {
        int size = form.Channels * form.Height * form.Width;
        return images.AsSpan(n * size, size);
    }
}
