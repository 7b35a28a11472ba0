using System.Globalization;
using System.Text;
using System.Text.Json;
using Stn.Data;
using StnEngine;

namespace Stn.Training;

/// <summary>The folder a run writes to. Every file is written beside its place and renamed, so a reader never sees half of one.</summary>
internal sealed class RunFolder(string path)
{
    public string Path { get; } = path;

    /// <summary>What it is called, without where it lies.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    public string LastCheckpoint => System.IO.Path.Combine(Path, "last.safetensors");

    public string Model => System.IO.Path.Combine(Path, "model.safetensors");

    public string Log => System.IO.Path.Combine(Path, "log.jsonl");

    public string Summary => System.IO.Path.Combine(Path, "summary.json");

    /// <summary>The sheet of the first transformer at the model's entrance; see <see cref="Pictures.PictureOutput.SaveSheets"/> for those of others.</summary>
    public string Transforms => System.IO.Path.Combine(Path, "transforms.png");

    /// <summary>The animation of an image that turns.</summary>
    public string Turning => System.IO.Path.Combine(Path, "turning.png");

    /// <summary>The page about the run.</summary>
    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>Whether the run came to its end: the summary is the last file it writes.</summary>
    public bool IsFinished => File.Exists(Summary);

    public bool HoldsRun => File.Exists(LastCheckpoint) || File.Exists(Log);

    /// <summary>A folder for a new run, named by the time and what is trained.</summary>
    public static RunFolder New(TrainOptions options, DateTime now) =>
        new(System.IO.Path.Combine("runs", FormattableString.Invariant($"{now:yyyyMMdd-HHmmss}-{KnownDataset.Named(options.Dataset).ShortName}-{options.Model}")));

    /// <summary>The model that is meant by a path: that of a run, if it is a run's folder.</summary>
    public static string ModelAt(string path) => Directory.Exists(path) ? new RunFolder(path).Model : path;

    /// <summary>Whether it was moved or deleted.</summary>
    public bool IsGone => !Directory.Exists(Path);

    public void WriteLog(IEnumerable<EpochResult> log) => WholeFile.Write(Log, stream =>
    {
        foreach (EpochResult epoch in log)
        {
            stream.Write(Encoding.UTF8.GetBytes(epoch.ToJson() + "\n"));
        }
    });

    public void WriteSummary(TrainOptions options, RunOrigin origin, int parameters, double seconds, IReadOnlyList<EpochResult> log)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("options");
            JsonSerializer.Serialize(json, options, TrainOptionsJson.Default.TrainOptions);
            json.WriteNumber("seed", options.Seed);
            origin.Write(json);
            json.WriteNumber("parameters", parameters);
            json.WriteNumber("seconds", Math.Round(seconds, 3));
            if (log.Sum(r => r.LeftOut) is > 0 and var leftOut)
            {
                json.WriteNumber("batches_left_out", leftOut);
            }

            json.WriteNumber("final_test_accuracy", log[^1].TestAccuracy);
            json.WriteNumber("best_test_accuracy", log.Max(r => r.TestAccuracy));
            json.WriteEndObject();
        }

        WriteWhole(Summary, Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    /// <summary>Writes a text file whole or not at all.</summary>
    public static void WriteWhole(string path, string text) => WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
