using System.CommandLine;
using Stn.Data;
using Stn.Evaluation;
using Stn.Exchange;
using Stn.Training;
using StnEngine;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Commands;

internal static class EvalCommand
{
    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var dataset = CommonOptions.Dataset("whose test images to measure on; it must have the classes of the run's. [default: the run's own]");
        var data = CommonOptions.Data();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var offline = CommonOptions.Offline();
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of tables." };
        var command = new Command("eval", "Measures a trained model on its test set: accuracy, a table by class, the confusion matrix.") { checkpoint, dataset, data, device, threads, offline, json };
        command.SetAction(async (parsed, stop) =>
        {
            (SafetensorsFile file, TrainOptions options, _) = Checkpoint.Read(RunFolder.ModelAt(parsed.GetValue(checkpoint)!));
            options = options with { Dataset = parsed.GetValue(dataset) ?? options.Dataset };
            await DataFiles.EnsureAsync(options.FindDataset(), parsed.GetValue(data), parsed.GetValue(offline), parsed.InvocationConfiguration.Error, stop);

            ConfusionMatrix matrix = Measure(file, options, parsed.GetValue(data), parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? matrix.ToJson() : matrix.ToText());
        });
        return command;
    }

    private static ConfusionMatrix Measure(SafetensorsFile file, TrainOptions options, string? dataRoot, string spec, int threads)
    {
        using Device device = Devices.Open(spec, threads);
        TrainingData data = TrainingData.Load(options.FindDataset(), options.Distort, dataRoot);
        using Module model = ModelCard.Of(options).Build(device, file);
        StateFile.LoadState(model, file);
        return Evaluator.Run(model, data, device);
    }
}
