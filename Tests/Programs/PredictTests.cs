using System.Text.Json;
using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Datasets.Png;
using StnEngine.Tests.Datasets.Ppm;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class PredictTests : IDisposable
{
    private const int Side = 28;
    private static readonly ImageSet Digits = StnEngine.Datasets.Digits.Draw(3, 5);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predict_AFile_NamesThreeClassesAndWhatTheTransformerChose()
    {
        (int exitCode, string output, string error) = await Predict(Checkpoint("stn"), Png("a.png"));
        Assert.True(exitCode == 0, error);
        Assert.Matches(@"a\.png  \d \d+\.\d\d %, \d \d+\.\d\d %, \d \d+\.\d\d %  Affine 1\.0000 0\.0000 0\.0000 0\.0000 1\.0000 0\.0000\s*$", output);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Predict_AFolderWithABadFile_DoesTheOthersAndEndsWithOne()
    {
        Png("in/b.png");
        Png("in/.hidden.png");
        _folder.Write("in/sub/c.ppm", PpmFile.OneColour(50, 20, 90));
        _folder.Write("in/a.png", [1, 2, 3]);
        _folder.Write("in/notes.txt", [1]);
        (int exitCode, string output, string error) = await Predict(Checkpoint("cnn", "RTS"), At("in"));
        Assert.Equal(1, exitCode);
        Assert.Equal(["b.png", "sub/c.ppm"], Lines(output).Select(l => l.Split("  ")[0]));
        Assert.Contains("a.png: at byte 0", Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_Json_IsAnObjectALine()
    {
        _folder.Write("three-idx3-ubyte.gz", TemporaryFolder.Gzip(TemporaryFolder.Idx(Digits.Pixels, 3, Side, Side)));
        (int exitCode, string output, string error) = await Predict(Checkpoint("paper-2st-cnn-deep"), At("three-idx3-ubyte.gz"), "--json");
        Assert.True(exitCode == 0, error);
        JsonElement[] found = [.. Lines(output).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal([0, 1, 2], found.Select((_, i) => i));
        Assert.EndsWith("three-idx3-ubyte.gz[2]", found[2].GetProperty("file").GetString(), StringComparison.Ordinal);
        foreach (JsonElement each in found)
        {
            double[] top = [.. each.GetProperty("top").EnumerateArray().Select(t => t.GetProperty("probability").GetDouble())];
            Assert.Equal(top.OrderDescending(), top);
            Assert.Equal(top[0], each.GetProperty("probability").GetDouble());
            Assert.Equal(each.GetProperty("class").GetString(), $"{each.GetProperty("label").GetInt32()}");
            Assert.Equal(["transformer", "classifier.3"], each.GetProperty("transformers").EnumerateArray().Select(t => t.GetProperty("path").GetString()));
        }
    }

    [Fact]
    public async Task Predict_FromStandardInput_SaysTheSameAsFromAFile()
    {
        string run = Checkpoint("stn", "RTS", 1), file = Png("a.png");
        (_, string fromFile, _) = await Predict(run, file);
        (int exitCode, string fromInput, _) = await ProgramRun.Fed(File.ReadAllBytes(file), "predict", run, "-", "--device", "cpu");
        Assert.Equal(0, exitCode);
        Assert.Equal(fromFile.Replace(file, "-", StringComparison.Ordinal), fromInput);
        (exitCode, _, string error) = await ProgramRun.Fed([], "predict", run, "-", "--device", "cpu");
        Assert.Equal(1, exitCode);
        Assert.Contains("at byte 0 is nothing where a PNG file has", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_SaveWarped_WritesWhatTheTransformerMade()
    {
        string file = Png("in/a.png");
        (int exitCode, _, string error) = await Predict(Checkpoint("stn"), At("in"), "--save-warped", At("out/deep"));
        Assert.True(exitCode == 0, error);

        // An untrained transformer leaves the image as it is.
        Assert.Equal(StrictPng.Read(File.ReadAllBytes(file)).Samples, StrictPng.Read(File.ReadAllBytes(At("out/deep/a.png"))).Samples);
        await Predict(Checkpoint("paper-2st-cnn-parallel"), file, "--save-warped", At("both"));
        Assert.Equal(["a-2.png", "a.png"], Directory.GetFiles(At("both")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("the file is not there", "none.png")]
    [InlineData("the file is not there", "none")]
    [InlineData("its extents are 3 where images, rows and columns were wanted", "labels-idx1-ubyte")]
    [InlineData("neither .png nor .ppm", "photo.jpg")]
    [InlineData("holds no .png or .ppm files", "empty")]
    [InlineData("has no transformer", "a.png", "--save-warped", "out")]
    public async Task Predict_BadInput_SaysWhatIsWrong(string message, string place, params string[] more)
    {
        Png("a.png");
        _folder.Write("labels-idx1-ubyte", TemporaryFolder.Idx([1, 2, 3], 3));
        _folder.Write("photo.jpg", [0xFF, 0xD8]);
        Directory.CreateDirectory(At("empty"));
        (int exitCode, string output, string error) = await Predict(Checkpoint("cnn"), [At(place), .. more]);
        Assert.Equal(1, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Predict_SaveWarpedOverThePictures_IsRefused()
    {
        string file = Png("in/a.png");
        byte[] before = File.ReadAllBytes(file);
        (int exitCode, _, string error) = await Predict(Checkpoint("stn"), file, "--save-warped", At("in") + "/");
        Assert.Equal(1, exitCode);
        Assert.Contains("would be overwritten", error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task Predict_ACheckpointOfOtherClasses_IsRefused()
    {
        (int exitCode, _, string error) = await Predict(Checkpoint("stn"), Png("a.png"), "--dataset", "gtsrb");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        (exitCode, _, error) = await Predict(At("none"), At("a.png"));
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output, string Error)> Predict(string run, params string[] args) =>
        ProgramRun.Of(["predict", run, .. args, "--device", "cpu"]);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Checkpoint(string model, string distort = "none", float startNoise = 0) => SmallCheckpoint.Write(At($"run-{model}"), model, distort, startNoise);

    private string At(string name) => Path.Combine(_folder.Root, name);

    private string Png(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        PngWriter.Write(At(name), new ByteImage(Side, Side, 1, Digits.Pixels.AsMemory(0, Side * Side)));
        return At(name);
    }
}
