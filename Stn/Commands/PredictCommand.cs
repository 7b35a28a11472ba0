using System.CommandLine;
using Stn.Data;
using Stn.Evaluation;
using Stn.Models;
using Stn.Pictures;
using StnEngine;
using StnEngine.Datasets.Images;
using StnEngine.Layers;

namespace Stn.Commands;

internal static class PredictCommand
{
    public static Command Create(Func<Stream> openInput)
    {
        var checkpoint = CommonOptions.Checkpoint();
        var place = PictureArguments.Place();
        var dataset = PictureArguments.Dataset();
        var saveWarped = new Option<string?>("--save-warped") { Description = "Write what the transformer makes of each picture to this folder, as PNG.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line instead." };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command(
            "predict",
            "Says what pictures show: the three likeliest classes with their probabilities, and the numbers that transformers chose. A file that cannot be read is told; the others are done, and the exit code is 1.")
        {
            checkpoint, place, dataset, saveWarped, json, device, threads,
        };
        command.SetAction(parsed =>
        {
            using TrainedModel trained = TrainedModel.Load(parsed.GetValue(checkpoint)!, parsed.GetValue(dataset), parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0);
            TextWriter error = parsed.InvocationConfiguration.Error, output = parsed.InvocationConfiguration.Output;
            var inputs = new PictureInputs(parsed.GetValue(place)!, openInput, message => error.WriteLine($"error: {message}"));
            WarpedPictures? warped = parsed.GetValue(saveWarped) is { } folder ? Warped(trained, folder, parsed.GetValue(place)!) : null;
            foreach ((string Name, ByteImage Picture)[] batch in inputs.Read().Chunk(Predictor.BatchSize))
            {
                foreach (Prediction prediction in Predict(trained, batch, warped))
                {
                    output.WriteLine(parsed.GetValue(json) ? prediction.ToJson(trained.ClassNames) : prediction.ToText(trained.ClassNames));
                }
            }

            return inputs.AnyFailed ? 1 : 0;
        });
        return command;
    }

    private static WarpedPictures Warped(TrainedModel trained, string folder, string place)
    {
        string source = Directory.Exists(place) ? place : Path.GetDirectoryName(Path.GetFullPath(place))!;
        return !Transformers.Of(trained.Model).Any()
            ? throw new UserException($"--save-warped: the model {trained.Name} has no transformer. Leave it out, or take a model with one.")
            : Path.GetFullPath(folder).TrimEnd('/') == Path.GetFullPath(source).TrimEnd('/')
            ? throw new UserException($"--save-warped {folder}: the pictures lie there, and would be overwritten. Choose another folder.")
            : new WarpedPictures(folder);
    }

    private static Prediction[] Predict(TrainedModel trained, (string Name, ByteImage Picture)[] batch, WarpedPictures? warped)
    {
        string[] names = Array.ConvertAll(batch, p => p.Name);
        return Predictor.Run(trained, names, Array.ConvertAll(batch, p => trained.Fit(p.Picture)), warped is null ? null : Save);

        void Save(SpatialTransformer[] transformers)
        {
            for (int t = 0; t < transformers.Length; t++)
            {
                Tensor output = transformers[t].Last!.Output;
                (int channels, int height, int width) = (output.Shape[1], output.Shape[2], output.Shape[3]);
                float[] pixels = trained.Shown(output.ToArray());
                for (int n = 0; n < names.Length; n++)
                {
                    warped!.Write(names[n], t, pixels.AsSpan(n * channels * height * width, channels * height * width), channels, height, width);
                }
            }
        }
    }
}
