using System.Globalization;
using System.Text.RegularExpressions;
using Stn.Data;
using Stn.Reports;
using Stn.Training;
using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Programs.Reports;

/// <summary>The page that a training ends with, and the command that makes it again.</summary>
public sealed class RunReportTests : IDisposable
{
    private const string Identity = "-1,-1 1,-1 1,1 -1,1";
    private readonly SmallRun _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task Train_ToItsEnd_LeavesOnePageWithAllItsParts()
    {
        string run = await _runs.Train("run", _runs.Given(3));
        var page = PageText.Read(Path.Combine(run, "report.html"));
        Assert.Equal(["result", "curves", "monitor", "frames", "samples", "confusion", "mistakes", "heat", "run"], page.Sections);
        Assert.Equal(4, Regex.Count(page.Section("curves"), "<figure class=\"chart\""));
        Assert.Equal(4, Regex.Count(page.Section("monitor"), "<figure class=\"chart\""));
        Assert.Contains(EpochResult.FromJson(File.ReadAllLines(Path.Combine(run, "log.jsonl"))[^1]).TestAccuracy.ToString("F2", CultureInfo.InvariantCulture), page.Section("result"), StringComparison.Ordinal);

        // Before and after: every class, each with its image, its frame and what came of it.
        Assert.Equal(18, Regex.Count(page.Section("samples"), "<figure class=\"sample\""));
        Assert.Equal(36, Regex.Count(page.Section("samples"), "href=\"data:image/png;base64,"));
        Assert.Equal(3, Regex.Count(page.Section("heat"), "<figure class=\"sample\""));
        Assert.Equal(6, Regex.Count(page.Section("heat"), "class=\"heat\" x="));
        Assert.Contains("27 images.", page.Section("confusion"), StringComparison.Ordinal);
        Assert.All(
            ["--learning-rate", "0.003", "seed", "cpu: ", "commit", "localization.0", "120 to train, 27 to test, 3x28x28", "every epoch in numbers"],
            fact => Assert.Contains(fact, page.Section("run"), StringComparison.OrdinalIgnoreCase));
    }

    // Somebody may have changed the log that a checkpoint keeps.
    [Fact]
    public async Task Report_OfChoicesOfAnotherLength_LeavesTheFramesOut()
    {
        RunRecord run = RunRecord.Read(await _runs.Train("run", _runs.Given(1)));
        EpochResult[] log = [.. run.Log.Select(r => r with { Transforms = [.. r.Transforms.Select(t => t with { Choices = [.. t.Choices.Select(_ => new float[] { 1 })] })] })];
        using Device device = Devices.Open("cpu", 1);
        using var session = new TrainingSession(run.Options, TrainingData.Load(run.Options.FindDataset(), run.Options.Distort, null), device);
        Assert.Null(new ReportCollector(session, ReportScope.Whole).Collect(run.Facts, log).Frames);
    }

    [Fact]
    public async Task Report_OfHarmfulNames_HasThemAsText()
    {
        string run = await _runs.Train("run", _runs.Given(1));
        string html = PageText.Read(Path.Combine(run, "report.html")).Html;
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)<[a-z][^<>\"]* on[a-z]+=", html);
    }

    [Fact]
    public async Task Slider_OfARun_HasTheFramesOfEveryEpochFromTheStart()
    {
        string run = await _runs.Train("run", _runs.Given(3));
        string frames = PageText.Read(Path.Combine(run, "report.html")).Section("frames");
        Assert.Equal(["0 1 2 3"], PageText.Attributes(frames, "data-epochs"));
        string[][] steps = [.. PageText.Attributes(frames, "data-steps").Select(s => s.Split(';'))];
        Assert.Equal(8, steps.Length);
        Assert.All(steps, s => Assert.Equal((4, Identity), (s.Length, s[0])));
        Assert.Contains(steps, s => s.Distinct().Count() == 4);

        // What the last epoch chose for the first image.
        float[] theta = EpochResult.FromJson(File.ReadAllLines(Path.Combine(run, "log.jsonl"))[^1]).Transforms[0].Choices[0];
        string corner = string.Create(CultureInfo.InvariantCulture, $"{theta[2] - theta[0] - theta[1]:0.##},{theta[5] - theta[3] - theta[4]:0.##}");
        Assert.Equal(corner, string.Join(',', steps[0][3].Split(' ')[0].Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Report_OfAResumedRun_IsThatOfOneThatWasNotStopped()
    {
        string whole = await _runs.Train("whole", _runs.Given(3));
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => _runs.Train(
                "cut", _runs.Given(3), line: line => { if (line.StartsWith("epoch   1", StringComparison.Ordinal)) { stop.Cancel(); } }, stop: stop));
        }

        string cut = await _runs.Train("cut", new GivenOptions(), new RunSettings(Resume: true));
        var expected = PageText.Read(Path.Combine(whole, "report.html"));
        var actual = PageText.Read(Path.Combine(cut, "report.html"));
        Assert.All(["monitor", "frames", "samples", "confusion", "mistakes", "heat"], name => Assert.Equal(expected.Section(name), actual.Section(name)));
    }

    [Fact]
    public async Task ReportCommand_OfARun_MakesTheSamePageAgain()
    {
        string run = await _runs.Train("run", _runs.Given(2));
        string file = Path.Combine(run, "report.html");
        string made = File.ReadAllText(file);
        File.Delete(file);
        (int exitCode, string output, string error) = await ProgramRun.Of("report", run, "--device", "cpu");
        Assert.True(exitCode == 0, error);
        Assert.Contains(file, output, StringComparison.Ordinal);
        Assert.Equal(made, File.ReadAllText(file));
    }

    [Fact]
    public async Task ReportCommand_WithoutRunOrData_SaysWhatIsMissing()
    {
        (int exitCode, _, string error) = await ProgramRun.Of("report", _runs.At("nothing"));
        Assert.Equal(1, exitCode);
        Assert.Contains("holds no run", error, StringComparison.Ordinal);

        string run = await _runs.Train("run", _runs.Given(1));
        Directory.Move(_runs.Signs, _runs.Signs + "-moved");
        (exitCode, _, error) = await ProgramRun.Of("report", run, "--device", "cpu");
        Assert.Equal(1, exitCode);
        Assert.Contains(_runs.Signs, error, StringComparison.Ordinal);

        (exitCode, _, error) = await ProgramRun.Of("report", run, "--device", "cpu", "--dataset", $"folder:{_runs.Signs}-moved");
        Assert.True(exitCode == 0, error);
    }
}
