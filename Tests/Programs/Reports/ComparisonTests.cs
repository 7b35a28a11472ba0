using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace StnEngine.Tests.Programs.Reports;

/// <summary>One page about several runs.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly SmallRun _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task ReportCommand_OfTwoRuns_ComparesThemWithoutTheirData()
    {
        string first = await _runs.Train("first", _runs.Given(2)), second = await _runs.Train("second", _runs.Given(1) with { Model = "cnn", BatchSize = 20 });
        Directory.Delete(_runs.Signs, recursive: true);
        string file = _runs.At("pages/both.html");
        (int exitCode, _, string error) = await ProgramRun.Of("report", first, second, "--out", file);
        Assert.True(exitCode == 0, error);
        var page = PageText.Read(file);
        Assert.Equal(["results", "options", "test", "training", "speed"], page.Sections);
        Assert.Equal(["option", "first", "second", "--model", "--epochs", "--batch-size"], Regex.Matches(page.Section("options"), "<th scope=\"[a-z]+\">([^<]*)</th>").Select(m => m.Groups[1].Value));
        Assert.Contains("--seed 7", page.Section("options"), StringComparison.Ordinal);
        using JsonDocument loss = JsonDocument.Parse(System.Net.WebUtility.HtmlDecode(PageText.Attributes(page.Section("test"), "data-chart")[0]));
        Assert.Equal(["first", "second"], loss.RootElement.GetProperty("names").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("-", loss.RootElement.GetProperty("values")[1][1].GetString());
        Assert.NotEqual("-", loss.RootElement.GetProperty("values")[0][1].GetString());
    }

    [Fact]
    public async Task ReportCommand_OfARunAndAnotherFolder_WritesNothing()
    {
        string first = await _runs.Train("first", _runs.Given(1));
        (int exitCode, _, string error) = await ProgramRun.Of("report", first, _runs.Signs, "--out", _runs.At("both.html"));
        Assert.Equal(1, exitCode);
        Assert.Contains($"'{_runs.Signs}' holds no run", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_runs.At("both.html")));
    }
}
