using System.Globalization;
using System.Text.Json;
using Stn.Models;
using StnEngine;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace Stn.Training;

/// <summary>A run's state in a safetensors file: model, optimiser, random counters, options and the epochs done so far.</summary>
internal static class Checkpoint
{
    private const string OptionsKey = "options";
    private const string EpochKey = "epoch";
    private const string LogKey = "log";

    /// <summary>Everything that is needed to go on.</summary>
    /// <exception cref="NonFiniteException">A number is NaN or infinite: then the file is as it was.</exception>
    public static void Save(string path, TrainOptions options, IReadOnlyList<EpochResult> log, Module model, Optimizer optimizer) =>
        Safetensors.Write(path, StateFile.State(model).Concat(StateFile.Counters(model)).Concat(optimizer.Save()).Select(e => Finite(path, e)), Metadata(options, log));

    /// <summary>The model alone, for use.</summary>
    public static void SaveModel(string path, TrainOptions options, IReadOnlyList<EpochResult> log, Module model) =>
        Safetensors.Write(path, StateFile.State(model), Metadata(options, log));

    /// <summary>Reads the options and the log of a checkpoint.</summary>
    /// <exception cref="CheckpointException">The file is damaged or not of this program.</exception>
    public static (SafetensorsFile File, TrainOptions Options, IReadOnlyList<EpochResult> Log) Read(string path)
    {
        SafetensorsFile file = Safetensors.Read(path);
        try
        {
            TrainOptions options = JsonSerializer.Deserialize(file.Metadata[OptionsKey], TrainOptionsJson.Default.TrainOptions)!;
            string[] lines = file.Metadata[LogKey].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return (file, options, [.. lines.Select(EpochResult.FromJson)]);
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(path, "metadata", e.Message, "the options and log of a run of this program", e);
        }
    }

    public static void Load(SafetensorsFile file, Module model, Optimizer optimizer)
    {
        StateFile.LoadState(model, file);
        StateFile.LoadCounters(model, file);
        optimizer.Load(file);
    }

    private static SafetensorsEntry Finite(string path, SafetensorsEntry entry) => Array.TrueForAll(entry.ToSingle(), float.IsFinite)
        ? entry
        : throw new NonFiniteException($"'{entry.Name}' is not finite, so '{path}' is not written: what is there stays.");

    private static Dictionary<string, string> Metadata(TrainOptions options, IReadOnlyList<EpochResult> log) => new()
    {
        [OptionsKey] = JsonSerializer.Serialize(options, TrainOptionsJson.Default.TrainOptions),
        [EpochKey] = log.Count.ToString(CultureInfo.InvariantCulture),
        [LogKey] = string.Join('\n', log.Select(r => r.ToJson())),
    };
}
