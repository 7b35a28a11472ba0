using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Stn.Data;
using Stn.Evaluation;
using Stn.Explanations;
using Stn.Models;
using Stn.Pictures;
using StnEngine;
using StnEngine.Datasets.Images;
using StnEngine.Layers;

namespace Stn.Commands;

internal static class GradCamCommand
{
    private const int MostPictures = 12;

    public static Command Create(Func<Stream> openInput)
    {
        var checkpoint = CommonOptions.Checkpoint();
        var place = PictureArguments.Place();
        var classNumber = CommonOptions.Number<int>("--class", "The class to explain, by its number from 0. [default: the likeliest]", 0, byte.MaxValue);
        var outFile = new Option<string>("--out") { Description = "The picture to write, a PNG file.", HelpName = "FILE", DefaultValueFactory = _ => "gradcam.png" };
        var dataset = PictureArguments.Dataset();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command(
            "gradcam", $"Draws what in pictures spoke for a class (Grad-CAM), on the input and on what the classifier saw of it: the first {MostPictures} of many. A file that cannot be read is told; the others are drawn, and the exit code is 1.")
        {
            checkpoint, place, classNumber, outFile, dataset, device, threads,
        };
        command.SetAction(parsed =>
        {
            using TrainedModel trained = TrainedModel.Load(parsed.GetValue(checkpoint)!, parsed.GetValue(dataset), parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0);
            int? label = parsed.GetValue(classNumber);
            if (label >= trained.ClassNames.Count)
            {
                throw new UserException($"--class {label}: the model has {trained.ClassNames.Count} classes, 0 to {trained.ClassNames.Count - 1}.");
            }

            var inputs = new PictureInputs(parsed.GetValue(place)!, openInput, message => parsed.InvocationConfiguration.Error.WriteLine($"error: {message}"));
            (string Name, ByteImage Picture)[] pictures = [.. inputs.Read().Take(MostPictures)];
            if (pictures.Length > 0)
            {
                string file = parsed.GetValue(outFile)!;
                PictureOutput.Save(file, Draw(trained, pictures, label).Image);
                parsed.InvocationConfiguration.Output.WriteLine($"written  {file}");
            }

            return inputs.AnyFailed ? 1 : 0;
        });
        return command;
    }

    private static Picture Draw(TrainedModel trained, (string Name, ByteImage Picture)[] pictures, int? label)
    {
        using TensorScope scope = TensorScope.Begin();
        float[][] fitted = Array.ConvertAll(pictures, p => trained.Fit(p.Picture));
        Tensor images = trained.Batch(fitted);
        Explanation[] found = GradCam.Explain(trained.Model, images, label is null ? null : [.. Enumerable.Repeat(label.Value, pictures.Length)]);
        var looks = Transformers.At(trained.Model, images).Select(t => new Look(trained, t)).ToList();
        var rows = new List<HeatRow>();
        for (int n = 0; n < pictures.Length; n++)
        {
            for (int t = 0; t < Math.Max(1, looks.Count); t++)
            {
                string which = looks.Count > 1 ? FormattableString.Invariant($", transformer {t + 1}") : string.Empty;
                rows.Add(new HeatRow(
                    LabelOf(trained, pictures[n].Name, found[n]) + which,
                    new HeatImage(fitted[n], trained.Channels, trained.Size, trained.Size, found[n].OnInput[t], looks.Count == 0 ? [] : looks[t].Frames[n]),
                    looks.Count == 0 ? null : looks[t].Image(n, found[n].Seen)));
            }
        }

        return HeatSheet.Draw(rows, $"{trained.Name}: what spoke for the class");
    }

    private static string LabelOf(TrainedModel trained, string name, Explanation found) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileName(name)}: {trained.ClassNames[found.Class]} {100 * Prediction.Softmax(found.Scores)[found.Class]:F2} %");

    /// <summary>What a transformer made of every picture.</summary>
    private sealed class Look(TrainedModel trained, SpatialTransformer transformer)
    {
        private readonly float[] _pixels = trained.Shown(transformer.Last!.Output.ToArray());
        private readonly Shape _shape = transformer.Last!.Output.Shape;

        public Vector2[][] Frames { get; } = TransformFrame.OfEach(transformer.Transformation, transformer.Last!.Parameters.ToArray());

        public HeatImage Image(int n, HeatMap heat)
        {
            int size = _shape.Count / _shape[0];
            return new HeatImage(_pixels[(n * size)..((n + 1) * size)], _shape[1], _shape[2], _shape[3], heat, [.. FramePainter.Whole]);
        }
    }
}
