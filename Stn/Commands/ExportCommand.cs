using System.CommandLine;
using Stn.Data;
using Stn.Exchange;
using Stn.Training;
using StnEngine;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Onnx;

namespace Stn.Commands;

internal static class ExportCommand
{
    private const string Onnx = "onnx";
    private const string Weights = "safetensors";
    private const int CheckedImages = 100;

    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var format = CommonOptions.Choice("--format", "onnx: the network, for any program that runs ONNX; safetensors: its weights under PyTorch's names. [default: onnx]", Onnx, Weights);
        var outFile = new Option<string?>("--out") { Description = "The file to write. [default: model.onnx or weights.safetensors beside the checkpoint]", HelpName = "FILE" };
        var check = new Option<string?>("--check") { Description = "Also write test images as the network sees them, their labels and the scores it gives them, as safetensors: what another program can compare its own with.", HelpName = "FILE" };
        var images = CommonOptions.Number<int>("--images", $"How many test images --check writes. [default: {CheckedImages}]", 1, int.MaxValue);
        var data = CommonOptions.Data();
        var offline = CommonOptions.Offline();
        var command = new Command("export", "Writes a trained model for other programs.") { checkpoint, format, outFile, check, images, data, offline };
        command.SetAction(async (parsed, stop) =>
        {
            string path = RunFolder.ModelAt(parsed.GetValue(checkpoint)!);
            (SafetensorsFile file, TrainOptions options, _) = Checkpoint.Read(path);
            using Device device = Devices.Open("cpu", 0);
            ModelCard card = ModelCard.Of(options);
            using Module model = card.Build(device, file);
            StateFile.LoadState(model, file);

            bool isOnnx = parsed.GetValue(format) != Weights;
            string beside = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, isOnnx ? "model.onnx" : "weights.safetensors");
            TextWriter output = parsed.InvocationConfiguration.Output;
            Write(parsed.GetValue(outFile) ?? beside, isOnnx, model, card, output);
            if (parsed.GetValue(check) is { } checkPath)
            {
                await DataFiles.EnsureAsync(options.FindDataset(), parsed.GetValue(data), parsed.GetValue(offline), parsed.InvocationConfiguration.Error, stop);
                TrainingData testData = TrainingData.Load(options.FindDataset(), options.Distort, parsed.GetValue(data));
                CheckFile.Write(checkPath, model, testData, parsed.GetValue(images) ?? CheckedImages, device);
                output.WriteLine($"wrote {checkPath}: test images and the scores of their classes");
            }
        });
        return command;
    }

    private static void Write(string path, bool isOnnx, Module model, ModelCard card, TextWriter output)
    {
        if (isOnnx)
        {
            using Tensor example = Tensor.Full(model.NamedParameters().First().Tensor.Device, 0, true, 1, card.Channels, card.Size, card.Size);
            OnnxFile.Write(path, model, example, card.Description, card.Metadata);
        }
        else
        {
            Safetensors.Write(path, StateFile.State(model), card.Metadata);
        }

        output.WriteLine($"wrote {path}");
        output.WriteLine(card.Description);
    }
}
