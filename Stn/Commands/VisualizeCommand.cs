using System.CommandLine;
using Stn.Data;
using Stn.Pictures;
using Stn.Training;
using StnEngine;
using StnEngine.Datasets.Images;
using StnEngine.Kernels;

namespace Stn.Commands;

internal static class VisualizeCommand
{
    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var outFolder = new Option<string?>("--out") { Description = "Folder of the pictures. [default: that of the checkpoint]", HelpName = "DIR" };
        var dataset = CommonOptions.Dataset("whose test images to show; it must have the classes of the run's. [default: the run's own]");
        var data = CommonOptions.Data();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var offline = CommonOptions.Offline();
        var command = new Command("visualize", "Draws a trained model's pictures again: test images before and after its transformers, and an animation of a test image that is turned once around.")
        {
            checkpoint, outFolder, dataset, data, device, threads, offline,
        };
        command.SetAction(async (parsed, stop) =>
        {
            string path = parsed.GetValue(checkpoint)!;
            (SafetensorsFile file, TrainOptions options, IReadOnlyList<EpochResult> log) = Checkpoint.Read(RunFolder.ModelAt(path));
            options = options with { Dataset = parsed.GetValue(dataset) ?? options.Dataset };
            await DataFiles.EnsureAsync(options.FindDataset(), parsed.GetValue(data), parsed.GetValue(offline), parsed.InvocationConfiguration.Error, stop);

            string? inside = Directory.Exists(path) ? path : Path.GetDirectoryName(path);
            var folder = new RunFolder(parsed.GetValue(outFolder) ?? (string.IsNullOrEmpty(inside) ? "." : inside));
            using Device opened = Devices.Open(parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0);
            using var session = new TrainingSession(options, TrainingData.Load(options.FindDataset(), options.Distort, parsed.GetValue(data)), opened);
            StateFile.LoadState(session.Model, file);
            foreach (string written in Write(session, folder, TransformPicture.TitleOf(options, log)))
            {
                parsed.InvocationConfiguration.Output.WriteLine($"written  {written}");
            }
        });
        return command;
    }

    private static IEnumerable<string> Write(TrainingSession session, RunFolder folder, string title)
    {
        foreach (string sheet in PictureOutput.SaveSheets(folder.Transforms, TransformPicture.Draw(session, title)))
        {
            yield return sheet;
        }

        IReadOnlyList<ByteImage> frames = TurningPicture.Draw(session.Model, session.Data);
        if (frames.Count > 0)
        {
            PictureOutput.Save(folder.Turning, frames, TurningPicture.FrameMilliseconds);
            yield return folder.Turning;
        }
    }
}
