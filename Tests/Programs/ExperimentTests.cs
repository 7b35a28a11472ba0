using Stn;
using Stn.Experiments;
using Stn.Terminal;
using Stn.Training;
using StnEngine.Tests.Programs.Crashes;
using StnEngine.Tests.Programs.Reports;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>Experiments on a few of the built-in digits, one epoch of a small network a cell.</summary>
public sealed class ExperimentTests : IDisposable
{
    private const string Plain = "plain", Transformed = "transformed";
    private readonly FewDigits _bench = new(5000, 1000);
    private readonly StringWriter _output = new();

    [Fact]
    public async Task Experiment_RunTwice_RunsOnlyWhatIsMissing()
    {
        ExperimentResults first = await Run(Experiment(), Settings() with { Models = [Plain] });
        Assert.Equal((Plain, "none", 1ul, 1), first.Cells.Select(c => (c.Model, c.Column, c.Seed, c.Epochs)).Single());
        Assert.InRange(first.Cells[0].ErrorPercent, 0.1, 60);
        Assert.Equal(4.5, first.Cells[0].PublishedPercent);
        Assert.True(first.Cells[0].Parameters > 1000 && first.Cells[0].Seconds > 0);

        ExperimentResults second = await Run(Experiment(), Settings());
        Assert.Equal(first.Cells[0], second.Cells[0]);
        Assert.Contains("1 cells to run, 1 there", _output.ToString(), StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(Results, "trial.md"));
        Assert.Contains($"| {Plain} | {first.Cells[0].ErrorPercent:F2} (4.5)", page, StringComparison.Ordinal);
        var report = PageText.Read(Path.Combine(Results, "trial", "report.html"));
        Assert.Equal(["errors", "curves-0", "options", "cells"], report.Sections);
        Assert.Contains($"none, {Transformed}: error {second.Cells[1].ErrorPercent:F2} %", report.Section("cells"), StringComparison.Ordinal);
        Assert.Contains("data-epochs=\"0 1\"", report.Section("cells"), StringComparison.Ordinal);
    }

    // Killed between two of a cell's files, it would otherwise count as run without all of them.
    [Fact]
    public async Task Experiment_WhoseCellCannotBeKept_DoesNotCountIt()
    {
        string details = Path.Combine(Results, "trial", "none-plain-seed-1.json"), table = Path.Combine(Results, "trial.md");
        Directory.CreateDirectory(details);
        ExperimentSettings settings = Settings() with { Models = [Plain] };
        UserException error = await Assert.ThrowsAsync<UserException>(() => Run(Experiment(), settings));
        Assert.Contains(details, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Results, "trial.json")));

        Directory.Delete(details);
        Assert.Single((await Run(Experiment(), settings)).Cells);
        Assert.NotNull(CellDetails.Read(details));

        // Killed before the table was written.
        File.Delete(table);
        await Run(Experiment(), settings);
        Assert.Contains($"| {Plain} |", File.ReadAllText(table), StringComparison.Ordinal);
    }

    // Test samples are made of several test images, each twice in the set they are drawn from.
    [Fact]
    public async Task Experiment_OnComposedSamples_FillsItsCell()
    {
        ExperimentResults results = await Run(Experiment("addition") with { TestDraws = 2 }, Settings() with { Models = [Plain] });
        Assert.InRange(results.Cells.Single().ErrorPercent, 0.1, 95);
        Assert.Contains("1 cells to run, 0 there", _output.ToString(), StringComparison.Ordinal);
    }

    // By chance nine tenths of the heat lie beside the digit: its box is a tenth of the picture.
    [Fact]
    public async Task Experiment_WithAMeasureOfItsOwn_FillsItsCellByIt()
    {
        Experiment experiment = Experiment("TC");
        CellPlan cell = experiment.Cells[0] with { Recipe = experiment.Cells[0].Recipe with { Model = "cluttered-cnn" } };
        ExperimentResults results = await Run(experiment with { Cells = [cell], Measure = HeatBesideDigits.Percent }, Settings());
        Assert.InRange(results.Cells.Single().ErrorPercent, 5, 85);
    }

    // Pairs by which the worse network counts as the one with a transformer.
    [Fact]
    public async Task Experiment_WhoseTransformerComesOutBehind_GivesBothMoreSeeds()
    {
        Experiment experiment = Experiment();
        ExperimentResults results = await Run(experiment, Settings());
        bool plainIsBetter = results.ErrorOf(Plain, "none") < results.ErrorOf(Transformed, "none");
        experiment = experiment with { Pairs = [plainIsBetter ? (Plain, Transformed) : (Transformed, Plain)] };
        results = await Run(experiment, Settings());
        Assert.Equal([1, 2, 3], results.Of(Plain, "none").Select(c => (int)c.Seed).Order());
        Assert.Equal([1, 2, 3], results.Of(Transformed, "none").Select(c => (int)c.Seed).Order());
        Assert.Contains("3 seeds", File.ReadAllText(Path.Combine(Results, "trial.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiment_OfRowsItHasNot_SaysWhichThereAre()
    {
        UserException error = await Assert.ThrowsAsync<UserException>(() => Run(Experiment(), Settings() with { Models = ["resnet"] }));
        Assert.Contains("trial has no 'resnet'. Use of plain, transformed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiment_InAFolderWithOtherThings_LeavesThemAlone()
    {
        Directory.CreateDirectory(Results);
        File.WriteAllText(Path.Combine(Results, "trial.json"), "my notes");
        UserException error = await Assert.ThrowsAsync<UserException>(() => Run(Experiment(), Settings()));
        Assert.Contains("holds no results of an experiment", error.Message, StringComparison.Ordinal);
        Assert.Equal("my notes", File.ReadAllText(Path.Combine(Results, "trial.json")));
    }

    [Fact]
    public void TableOne_HasThePapersCells()
    {
        Experiment table = Stn.Experiments.Experiment.Named("table1");
        Assert.Equal(8, table.Models.Count);
        Assert.Equal(["R", "RTS", "P", "E"], table.Columns);
        Assert.Equal(32, table.Cells.Count);
        Assert.Equal(0.5, table.Cells.Single(c => c is { Model: "ST-CNN affine", Column: "RTS" }).PublishedPercent);
    }

    public void Dispose()
    {
        _bench.Dispose();
        _output.Dispose();
    }

    private static Experiment Experiment(string distort = "none")
    {
        TrainOptions recipe = new GivenOptions(Dataset: "mnist", Distort: distort, Epochs: 1, Optimizer: "adam").Resolve();
        return new Experiment(
            "trial",
            "A trial",
            [new(Plain, "none", recipe with { Model = "paper-fcn" }, 4.5), new(Transformed, "none", recipe with { Model = "paper-st-fcn-translation" }, null)],
            [],
            TestDraws: 1);
    }

    private string Results => _bench.At("results");

    private ExperimentSettings Settings() => new([], [], 1, null, null, false, _bench.Root, Results, "cpu", 2, true);

    private async Task<ExperimentResults> Run(Experiment experiment, ExperimentSettings settings)
    {
        using var progress = ProgressLine.On(_output);
        await new ExperimentRun(experiment, settings, progress).RunAsync("stn experiment trial", CancellationToken.None);
        return ExperimentResults.Read(Path.Combine(Results, "trial.json"))!;
    }
}
