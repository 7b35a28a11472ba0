using System.CommandLine;
using Stn.Data;
using Stn.Exchange;
using Stn.Models;
using Stn.Training;
using StnEngine;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Commands;

internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A safetensors file of the network's state_dict, with the names of PyTorch's tutorial: conv1.weight and so on." };
        var model = CommonOptions.Choice("--model", "Which network it is. [default: stn]", ClassifierFactory.Names);
        var dataset = CommonOptions.Dataset("what it was trained on: decides channels, size, classes and how images are normalised.");
        dataset.Required = true;
        var size = CommonOptions.Size();
        var distort = CommonOptions.Choice("--distort", "How those images were distorted; see train. [default: RTS for digits, else none]", SampleRecipe.Names);
        var outFile = new Option<string>("--out") { Description = "The checkpoint to write.", HelpName = "CHECKPOINT", Required = true };
        var command = new Command("import", "Makes a checkpoint of weights that were trained elsewhere.") { file, model, dataset, size, distort, outFile };
        command.SetAction(parsed =>
        {
            var given = new GivenOptions(Dataset: parsed.GetValue(dataset), Model: parsed.GetValue(model), Size: parsed.GetValue(size), Distort: parsed.GetValue(distort));

            // It was not trained here.
            TrainOptions options = given.Resolve() with { Epochs = 0 };
            string path = parsed.GetValue(outFile)!;
            Import(Safetensors.Read(parsed.GetValue(file)!), options, path);
            parsed.InvocationConfiguration.Output.WriteLine($"wrote {path}: {options.Model} for {options.Dataset}");
        });
        return command;
    }

    private static void Import(SafetensorsFile file, TrainOptions options, string path)
    {
        using Device device = Devices.Open("cpu", 1);
        using Module model = ModelCard.Of(options).Build(device);
        if (StateFile.Differences(model, file) is { Count: > 0 } differences)
        {
            throw new UserException($"{file.Path} is not the state of {options.Model} for {options.Dataset}: {string.Join("; ", differences)}. Give the --model and --dataset that it was trained with.");
        }

        StateFile.LoadState(model, file);
        Checkpoint.SaveModel(path, options, [], model);
    }
}
