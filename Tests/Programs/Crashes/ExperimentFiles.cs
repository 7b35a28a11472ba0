using Stn.Experiments;
using Stn.Training;
using Xunit;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>Compares what experiments leave, leaving out what a clock decides.</summary>
internal static class ExperimentFiles
{
    private const string Results = "mnist.json";

    /// <summary>Holds that an experiment ended as another did.</summary>
    public static void AreThoseOf(string expected, string actual)
    {
        Assert.Equal(RunFiles.Names(expected), RunFiles.Names(actual));
        Assert.Equal(Cells(expected), Cells(actual));
        foreach (string file in RunFiles.Names(expected))
        {
            string theirs = Path.Combine(expected, file), ours = Path.Combine(actual, file);
            if (file.EndsWith(".png", StringComparison.Ordinal))
            {
                Assert.Equal(File.ReadAllBytes(theirs), File.ReadAllBytes(ours));
            }
            else if (file.Contains("-seed-", StringComparison.Ordinal))
            {
                Assert.Equal(Log(theirs), Log(ours));
            }
        }

        // The tables name every cell, whenever the program was killed.
        Assert.All(Cells(actual), cell => Assert.Contains($"| {cell.Model} |", File.ReadAllText(Path.Combine(actual, "mnist.md")), StringComparison.Ordinal));
    }

    /// <summary>Holds that all that a cell leaves is there once it is among the results.</summary>
    public static void AreWhole(string folder) => Assert.All(Cells(folder), cell =>
        Assert.NotEmpty(Log(Path.Combine(folder, "mnist", FormattableString.Invariant($"{cell.Column}-{cell.Model}-seed-{cell.Seed}.json")))));

    private static CellResult[] Cells(string folder) => [.. (ExperimentResults.Read(Path.Combine(folder, Results))?.Cells ?? []).Select(c => c with { Seconds = 0 })];

    private static string[] Log(string path) => [.. CellDetails.Read(path)!.Epochs().Select(RunFiles.Timeless)];
}
