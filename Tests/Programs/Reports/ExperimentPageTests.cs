using System.Text.RegularExpressions;
using Stn.Experiments;
using Stn.Reports;
using Stn.Training;
using Xunit;

namespace StnEngine.Tests.Programs.Reports;

/// <summary>The page that an experiment ends with.</summary>
public sealed class ExperimentPageTests
{
    private static readonly TrainOptions Recipe = new GivenOptions(Dataset: "digits", Distort: "none", Epochs: 2).Resolve();

    [Fact]
    public void Page_OfCells_HasErrorsCurvesAndWhatEachSees()
    {
        string html = Write(cell => Details(cell, "<p>seen</p>"));
        new PageText(html).CheckThatItNeedsNothingElse();
        var page = new PageText(html);
        Assert.Equal(["errors", "curves-0", "options", "cells"], page.Sections);
        Assert.Equal(["100", "75"], Regex.Matches(page.Section("errors"), "--w:([0-9.]+)%").Select(m => m.Groups[1].Value));
        Assert.Equal(["50"], Regex.Matches(page.Section("errors"), "--p:([0-9.]+)%").Select(m => m.Groups[1].Value));
        Assert.Equal(2, Regex.Count(page.Section("curves-0"), "class=\"line s1\""));
        Assert.Equal(2, Regex.Count(page.Section("cells"), "<details class=\"cell\">"));
        Assert.Contains("a &lt;b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("a <b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfCellsWithoutDetails_HasTheirErrors() => Assert.Equal(["errors", "cells"], new PageText(Write(_ => null)).Sections);

    [Fact]
    public void Page_OfLargeCells_LeavesSomeOutRatherThanGrow()
    {
        string html = Write(cell => Details(cell, new string('x', 1_500_000)));
        Assert.True(html.Length < 3_000_000);
        Assert.Contains("1 cells are left out", html, StringComparison.Ordinal);
    }

    private static string Write(Func<CellResult, CellDetails?> details)
    {
        var experiment = new Experiment("trial", "A trial", [new("a <b>", "clean", Recipe, 2), new("c", "clean", Recipe with { Model = "cnn" }, null)], [], 1);
        var results = new ExperimentResults
        {
            Name = "trial",
            Machine = "cpu",
            Commit = "abc",
            Command = "stn experiment trial",
            Cells = [new("a <b>", "clean", 1, 4, 2, 1000, 10, 2), new("c", "clean", 1, 3, null, 1000, 10, 2)],
        };
        return ExperimentPage.Write(experiment, results, details);
    }

    // As it comes back from its file.
    private static CellDetails Details(CellResult cell, string content)
    {
        EpochResult[] log = [new(1, 2, 30, 2, 40, 1, 100, 0.01, []), new(2, 1, 60, 1, 70, 1, 100, 0.01, [])];
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, new CellDetails(cell.Model == "c" ? Recipe with { Model = "cnn" } : Recipe, [.. log.Select(r => r.ToJson())], [new PageSection("samples", "Samples", content)]).ToJson());
            return CellDetails.Read(file)!;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
