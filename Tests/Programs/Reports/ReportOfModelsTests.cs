using System.Text.RegularExpressions;
using Stn.Data;
using Stn.Reports;
using Stn.Training;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Tests.Datasets;
using Xunit;

namespace StnEngine.Tests.Programs.Reports;

/// <summary>Reports of models of every kind, none of them trained.</summary>
public sealed class ReportOfModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cnn", "none", 0, 10)]
    [InlineData("paper-fcn", "none", 0, 0)]
    [InlineData("paper-st-cnn-tps", "E", 1, 10)]
    [InlineData("paper-2st-cnn-parallel", "RTS", 2, 10)]
    [InlineData("paper-2st-cnn-deep", "RTS", 1, 10)]
    [InlineData("addition-2st-cnn", "addition", 2, 10)]
    public async Task Report_OfAModel_ShowsItsTransformersAtTheEntrance(string model, string distort, int transformers, int explained)
    {
        string run = SmallCheckpoint.Write(Path.Combine(_folder.Root, "run"), model, distort, startNoise: 0.5f);
        (int exitCode, _, string error) = await ProgramRun.Of("report", run, "--device", "cpu");
        Assert.True(exitCode == 0, error);
        var page = PageText.Read(Path.Combine(run, "report.html"));
        Assert.Equal(transformers > 0, page.Sections.Contains("monitor"));
        int samples = Regex.Count(page.Section("samples"), "<figure class=\"sample\"");
        Assert.InRange(samples, 20, 19 * 6);
        Assert.Equal(samples * transformers * 2, Regex.Count(page.Section("samples"), "class=\"side\""));
        Assert.Equal(samples * (1 + transformers), Regex.Count(page.Section("samples"), "data:image/png"));
        Assert.Equal(explained, Regex.Count(page.Section("heat"), "<figure class=\"sample\""));
        Assert.Equal(explained == 0, page.Section("heat").Contains("Grad-CAM shows the maps of a convolution", StringComparison.Ordinal));
        Assert.Contains("10,000 images.", page.Section("confusion"), StringComparison.Ordinal);
        Assert.Contains("not finished", page.Section("result"), StringComparison.Ordinal);
    }

    // Noise cannot be compressed: no set of images makes a larger page.
    [Theory]
    [InlineData("paper-2st-cnn-parallel", 3, 48, 43)]
    [InlineData("gtsrb-small-st", 3, 80, 12)]
    [InlineData("gtsrb-small-st", 3, 100, 3)]
    [InlineData("stn", 1, 40, 200)]
    public void Report_OfNoise_StaysBelowThreeMegabytes(string model, int channels, int size, int classes)
    {
        TrainingData data = Noise(channels, size, classes);
        TrainOptions options = new GivenOptions(Dataset: "gtsrb", Model: model, Epochs: 100, Distort: "none").Resolve();
        using Device device = Devices.Open("cpu", 2);
        using var session = new TrainingSession(options, data, device);
        EpochResult[] log = [.. Enumerable.Range(1, 100).Select(e => new EpochResult(e, 1, 50, 1, 50, 1, 1, 0.001, session.Watched.Statistics(session.Model)))];
        RunReport report = new ReportCollector(session, ReportScope.Whole).Collect(new RunFacts("noise", options, RunOrigin.Now(device)), log);
        string file = _folder.Write("noise.html", System.Text.Encoding.UTF8.GetBytes(RunPage.Write(report)));
        var page = PageText.Read(file);
        Assert.True(report.Frames!.Epochs.Count > 1 && report.Frames.Epochs[^1] == 100);
        Assert.True(report.Samples.Count >= Math.Min(10, classes) && report.Findings.Mistakes.Count > 1 && report.Explanations.Count > 1, "The page has no room for images.");
        Assert.Contains("frames", page.Sections);
    }

    private static TrainingData Noise(int channels, int size, int classes)
    {
        byte[] pixels = new byte[classes * channels * size * size];
        new Random(5).NextBytes(pixels);
        var set = new ImageSet("noise", pixels, [.. Enumerable.Range(0, classes).Select(c => (byte)c)], channels, size, size, [.. Enumerable.Range(0, classes).Select(c => $"a class with quite a long name, number {c}")]);
        return new TrainingData { Train = set, Test = set, Samples = SampleRecipe.Named("none").For(set), Mean = 0.5f, Std = 0.5f };
    }
}
