using System.Text.Json;
using Stn.Training;
using Xunit;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>Compares the folders of runs, leaving out what a clock decides.</summary>
internal static class RunFiles
{
    /// <summary>Holds that a run ended as another did: the same files, the same bits in both checkpoints, the same log.</summary>
    public static void AreThoseOf(string expected, string actual)
    {
        Assert.Equal(Names(expected), Names(actual));
        foreach (string checkpoint in new[] { "model.safetensors", "last.safetensors" })
        {
            SafetensorsFile ours = Safetensors.Read(Path.Combine(actual, checkpoint)), theirs = Safetensors.Read(Path.Combine(expected, checkpoint));
            Assert.Equal(theirs.Entries.Select(e => e.Name), ours.Entries.Select(e => e.Name));
            Assert.All(theirs.Entries, e => Assert.Equal(e.Values, ours[e.Name].Values));
        }

        Assert.Equal(Log(expected), Log(actual));
        Assert.Equal(File.ReadAllBytes(Path.Combine(expected, "transforms.png")), File.ReadAllBytes(Path.Combine(actual, "transforms.png")));
    }

    /// <summary>Holds that every file is whole that is there, at whatever moment a process was killed, and that the checkpoint knows all that the log does.</summary>
    public static void AreWhole(string folder)
    {
        var run = new RunFolder(folder);
        string[] log = File.Exists(run.Log) ? Log(folder) : [];
        if (File.Exists(run.LastCheckpoint))
        {
            string[] kept = [.. Checkpoint.Read(run.LastCheckpoint).Log.Select(Timeless)];
            Assert.Equal(kept.Take(log.Length), log);
        }

        if (File.Exists(run.Model))
        {
            Checkpoint.Read(run.Model);
        }

        if (File.Exists(run.Report))
        {
            Assert.EndsWith("</html>\n", File.ReadAllText(run.Report), StringComparison.Ordinal);
        }

        if (File.Exists(run.Summary))
        {
            JsonDocument.Parse(File.ReadAllBytes(run.Summary)).Dispose();
            Assert.True(File.Exists(run.Model) && File.Exists(run.Report), "The summary is the last file of a run.");
        }
    }

    /// <summary>The files of a folder and of those in it, by their paths from there.</summary>
    public static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    /// <summary>The lines of a run's log.</summary>
    public static string[] Log(string folder) => [.. File.ReadAllLines(new RunFolder(folder).Log).Select(line => Timeless(EpochResult.FromJson(line)))];

    /// <summary>An epoch without what it took.</summary>
    public static string Timeless(EpochResult result) => (result with { Seconds = 0, ImagesPerSecond = 0 }).ToJson();
}
