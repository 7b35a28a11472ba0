using System.Globalization;
using Stn.Data;
using Stn.Models;
using Stn.Training;
using StnEngine;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Exchange;

/// <summary>What a model's user elsewhere must know: which images go in, how they are normalised, what comes out.</summary>
internal sealed record ModelCard(TrainOptions Options, int Channels, int Size, IReadOnlyList<string> ClassNames, float Mean, float Std)
{
    /// <summary>One sentence for each.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"Input: images [N, {Channels}, {Size}, {Size}]{(Channels == 3 ? " (red, green, blue)" : string.Empty)}, pixels from 0 to 1, minus {Mean}, divided by {Std}. " +
        $"Output: scores [N, {ClassNames.Count}] of the classes before any softmax; the highest is the answer.");

    /// <summary>The same for programs.</summary>
    public Dictionary<string, string> Metadata => new()
    {
        ["model"] = Options.Model,
        ["dataset"] = Options.Dataset,
        ["distort"] = Options.Distort,
        ["mean"] = Mean.ToString(CultureInfo.InvariantCulture),
        ["std"] = Std.ToString(CultureInfo.InvariantCulture),
    };

    /// <exception cref="UserException">The data set or the distortion is unknown, or they do not go together.</exception>
    public static ModelCard Of(TrainOptions options)
    {
        KnownDataset dataset = options.FindDataset();
        var recipe = SampleRecipe.Named(options.Distort);
        SampleForm samples = recipe.For(dataset.Form);
        return new ModelCard(options, samples.Channels, samples.Size, samples.ClassNames, dataset.MeanWith(recipe), dataset.Std);
    }

    /// <summary>The model with weights that are yet to be loaded.</summary>
    /// <param name="device">Where it will be.</param>
    /// <param name="file">Where they will be loaded from: what has more numbers than that is not built, for a small file may claim to be any model. Null for no limit.</param>
    /// <exception cref="CheckpointException">The file is of another model.</exception>
    public Module Build(Device device, SafetensorsFile? file = null)
    {
        long left = file?.Entries.Sum(e => e.Values.LongLength) ?? long.MaxValue;

        // No model here has fewer than a number for each pixel that it sees; its transformers make tables of that size first.
        Require((long)Size * Size);
        return ClassifierFactory.Create(Options.Model, new ModuleContext(device, Options.Seed) { Making = Take }, Channels, Size, ClassNames.Count);

        void Take(long count)
        {
            Require(count);
            left -= count;
        }

        void Require(long count)
        {
            if (count > left)
            {
                throw new CheckpointException(file!.Path, "tensors", "too few numbers", $"those of {Options.Model} for images of {Size}x{Size}; the checkpoint is of another model");
            }
        }
    }
}
