using System.Numerics;
using Stn.Evaluation;
using Stn.Explanations;
using Stn.Models;
using Stn.Pictures;
using StnEngine;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using StnEngine.Layers;

namespace Stn.Serving;

/// <summary>What is asked of a model.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Whole">Whether it shows all that the model sees: see <see cref="TrainedModel.Fit"/>.</param>
/// <param name="Explain">Whether pictures are wanted too.</param>
internal sealed record PictureQuestion(SentPicture Picture, bool Whole, bool Explain)
{
    private const string Name = "picture";

    /// <summary>All of it, of a black picture.</summary>
    public static PictureQuestion Blank(int size) => new(new SentPicture { Width = size, Height = size, Pixels = new int[size * size] }, Whole: true, Explain: true);

    /// <summary>Asks.</summary>
    /// <param name="trained">The model, on the thread that it lives on.</param>
    /// <param name="mostPixels">A larger picture is refused.</param>
    /// <exception cref="StnEngine.Datasets.DatasetException">The PNG file is damaged or too large.</exception>
    /// <exception cref="RequestException">The picture's numbers do not fit together.</exception>
    public PictureAnswer Answer(TrainedModel trained, int mostPixels)
    {
        float[] fitted = trained.Fit(Picture.Decode(mostPixels), Whole);
        using TensorScope scope = TensorScope.Begin();
        Tensor images = trained.Batch([fitted]);
        Explanation? found = Explain && ForwardTrace.HasMaps(trained.Model) ? GradCam.Explain(trained.Model, images)[0] : null;
        Prediction prediction = Predictor.Read(trained, [Name], found?.Scores ?? Scores(trained, images))[0];
        SpatialTransformer[] all = [.. Transformers.Of(trained.Model).Select(t => t.Transformer)];
        bool[] onInput = Array.ConvertAll(all, t => t.Last!.Input == images);
        return new PictureAnswer(
            trained.ClassNames,
            prediction,
            [.. all.Select((t, i) => new TransformerAnswer(prediction.Choices[i], onInput[i] ? FrameOf(t) : null, Explain && onInput[i] ? Seen(trained, t) : null))],
            !Explain ? null : new PictureExplanation(
                Png(PngPicture.Of(PlaneImage.Of(fitted, trained.Channels, trained.Size, trained.Size))),
                found is null ? null : [.. found.OnInput.Select(map => Png(HeatColours.Overlay(map)))],
                found is null ? null : Png(HeatColours.Overlay(found.Seen))));
    }

    private static float[] Scores(TrainedModel trained, Tensor images)
    {
        using NoGrad noGrad = NoGrad.Begin();
        return trained.Model.Forward(images).ToArray();
    }

    private static Vector2[] FrameOf(SpatialTransformer transformer) => TransformFrame.OfEach(transformer.Transformation, transformer.Last!.Parameters.ToArray())[0];

    private static byte[] Seen(TrainedModel trained, SpatialTransformer transformer)
    {
        Tensor output = transformer.Last!.Output;
        return Png(PngPicture.Of(PlaneImage.Of(trained.Shown(output.ToArray()), output.Shape[1], output.Shape[2], output.Shape[3])));
    }

    private static byte[] Png(PngPicture picture)
    {
        using var file = new MemoryStream();
        PngWriter.Write(file, picture);
        return file.ToArray();
    }
}
