using System.Globalization;
using System.Text;
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

    // Of the epoch that is under way, where there is one.
    private const string BatchesKey = "batches", TrainedKey = "trained", LeftOutKey = "batches_left_out", SecondsKey = "seconds", TotalsPrefix = "totals.";

    /// <summary>Everything that is needed to go on.</summary>
    /// <exception cref="NonFiniteException">A number is NaN or infinite: then the file is as it was.</exception>
    public static void Save(string path, TrainOptions options, IReadOnlyList<EpochResult> log, EpochProgress progress, Module model, Optimizer optimizer, params IEnumerable<SafetensorsEntry> more)
    {
        Dictionary<string, string> metadata = Metadata(options, log);
        if (progress.Batches > 0)
        {
            metadata[BatchesKey] = progress.Batches.ToString(CultureInfo.InvariantCulture);
            metadata[TrainedKey] = progress.Trained.ToString(CultureInfo.InvariantCulture);
            metadata[LeftOutKey] = progress.LeftOut.ToString(CultureInfo.InvariantCulture);
            metadata[SecondsKey] = progress.Seconds.ToString("F3", CultureInfo.InvariantCulture);
        }

        IEnumerable<SafetensorsEntry> totals = progress.Totals.Select(t => SafetensorsEntry.Of(FormattableString.Invariant($"{TotalsPrefix}{t.BatchSize}"), [t.Loss, t.Correct], 2));
        Safetensors.Write(path, StateFile.State(model).Concat(StateFile.Counters(model)).Concat(optimizer.Save()).Concat(totals).Concat(more).Select(e => Finite(path, e)), metadata);
    }

    /// <summary>The model alone, for use.</summary>
    public static void SaveModel(string path, TrainOptions options, IReadOnlyList<EpochResult> log, Module model) =>
        Safetensors.Write(path, StateFile.State(model), Metadata(options, log));

    /// <summary>Reads the options and the log of a checkpoint.</summary>
    /// <exception cref="CheckpointException">The file is damaged or not of this program.</exception>
    public static (SafetensorsFile File, TrainOptions Options, IReadOnlyList<EpochResult> Log) Read(string path)
    {
        SafetensorsFile file = Safetensors.Read(path);
        return Parsed(file, () =>
        {
            TrainOptions options = JsonSerializer.Deserialize(file.Metadata[OptionsKey], TrainOptionsJson.Default.TrainOptions) ?? throw new JsonException("The options are null.");
            options.Check();
            string[] lines = file.Metadata[LogKey].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return (file, options, (IReadOnlyList<EpochResult>)[.. lines.Select(EpochResult.FromJson)]);
        });
    }

    /// <summary>How far the epoch behind those of the log is.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static EpochProgress ProgressIn(SafetensorsFile file) => !file.Metadata.TryGetValue(BatchesKey, out string? batches) ? EpochProgress.None : Parsed(file, () =>
        new EpochProgress(
            Whole(batches), Whole(file.Metadata[TrainedKey]), Whole(file.Metadata[LeftOutKey]), double.Parse(file.Metadata[SecondsKey], CultureInfo.InvariantCulture), [.. TotalsIn(file)]));

    public static void Load(SafetensorsFile file, Module model, Optimizer optimizer)
    {
        StateFile.LoadState(model, file);
        StateFile.LoadCounters(model, file);
        optimizer.Load(file);
    }

    private static IEnumerable<BatchTotals> TotalsIn(SafetensorsFile file) =>
        from entry in file.Entries
        where entry.Name.StartsWith(TotalsPrefix, StringComparison.Ordinal)
        select new BatchTotals(Whole(entry.Name[TotalsPrefix.Length..]), entry.ToSingle()[0], entry.ToSingle()[1]);

    private static int Whole(string number) => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);

    private static T Parsed<T>(SafetensorsFile file, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new CheckpointException(file.Path, "metadata", e.Message, "the options and log of a run of this program", e);
        }
    }

    private static SafetensorsEntry Finite(string path, SafetensorsEntry entry) => Array.TrueForAll(entry.ToSingle(), float.IsFinite)
        ? entry
        : throw new NonFiniteException($"'{entry.Name}' is not finite, so '{path}' is not written: what is there stays.");

    // The log by a builder: joining strings leaves an array as long as all of them in a pool.
    private static Dictionary<string, string> Metadata(TrainOptions options, IReadOnlyList<EpochResult> log) => new()
    {
        [OptionsKey] = JsonSerializer.Serialize(options, TrainOptionsJson.Default.TrainOptions),
        [EpochKey] = log.Count.ToString(CultureInfo.InvariantCulture),
        [LogKey] = new StringBuilder().AppendJoin('\n', log.Select(r => r.ToJson())).ToString(),
    };
}
