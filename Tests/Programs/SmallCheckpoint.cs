using Stn.Data;
using Stn.Models;
using Stn.Training;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace StnEngine.Tests.Programs;

/// <summary>Writes the checkpoint of a model that was never trained: its transformers still leave every image as it is, unless they start off the identity.</summary>
internal static class SmallCheckpoint
{
    public static string Write(string folder, string model, string distort = "none", float startNoise = 0, string dataset = "digits")
    {
        Directory.CreateDirectory(folder);
        TrainOptions options = new GivenOptions(Dataset: dataset, Distort: distort, Model: model, Epochs: 1, Optimizer: "adam", StartNoise: startNoise).Resolve();
        using Device device = Devices.Open("cpu", 1);
        SampleForm samples = SampleRecipe.Named(distort).For(options.FindDataset().Form);
        using Module built = ClassifierFactory.Create(model, new ModuleContext(device, 1), samples.Channels, samples.Size, samples.ClassNames.Count, startNoise);
        Checkpoint.SaveModel(new RunFolder(folder).Model, options, [new EpochResult(1, 1, 50, 1, 50, 1, 1, 0.001, [])], built);
        return folder;
    }
}
