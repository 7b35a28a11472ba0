using System.Text.Json;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Datasets.Png;
using StnEngine.Tests.Datasets.Ppm;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>The commands on sets that are resized and do not have ten classes.</summary>
public sealed class FolderTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_OnAFolder_LearnsItsClassesAndEvalKnowsThem()
    {
        Write("train", 40);
        Write("test", 7);
        string run = Path.Combine(_folder.Root, "run");
        await Succeed("train", "--dataset", Dataset, "--size", "20", "--model", "cnn", "--optimizer", "adam", "--batch-size", "12", "--epochs", "8", "--out", run, "--device", "cpu");
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "summary.json")));
        Assert.Equal(20, summary.RootElement.GetProperty("options").GetProperty("size").GetInt32());
        Assert.Contains("is finished", await Succeed("train", "--size", "20", "--resume", "--out", run, "--device", "cpu"), StringComparison.Ordinal);

        // The folder has moved: the run still names the old place.
        Directory.Move(Signs, Signs + "-moved");
        using JsonDocument measured = JsonDocument.Parse(await Succeed("eval", run, "--dataset", Dataset + "-moved", "--device", "cpu", "--json"));
        Assert.Equal(["dark", "light", "mixed"], measured.RootElement.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(21, measured.RootElement.GetProperty("images").GetInt32());
        Assert.True(measured.RootElement.GetProperty("accuracy").GetDouble() > 90, measured.RootElement.ToString());

        (int exitCode, _, string error) = await ProgramRun.Of("train", "--size", "32", "--resume", "--out", run);
        Assert.Equal(1, exitCode);
        Assert.Contains("--size 32 (the run has 20)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_OnAFolderOfGreyPngs_HasOneChannel()
    {
        for (int i = 0; i < 5; i++)
        {
            _folder.Write(Path.Combine(Signs, "noise", $"{i}.png"), TinyPng.Noise(0, 4, 20 + i, 25, i).File());
            _folder.Write(Path.Combine(Signs, "fine noise", $"{i}.png"), TinyPng.Noise(4, 16, 40 + i, 45, i).File());
        }
        string output = await Succeed("train", "--dataset", Dataset, "--size", "24", "--device", "cpu", "--dry-run");
        Assert.Contains("8 images to train, 2 to test, 1x24x24", output, StringComparison.Ordinal);
        Assert.Contains("[N, 1, 48, 48]", await Succeed("summary", "--dataset", Dataset), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_OfAFolder_CountsItsClasses()
    {
        Write(string.Empty, 1);
        Assert.Contains("[N, 3]", await Succeed("summary", "--dataset", Dataset), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_OnGtsrb_Runs()
    {
        new SmallGtsrb(_folder).WriteUnpacked();
        string output = await Succeed("train", "--dataset", "gtsrb", "--data", _folder.Root, "--device", "cpu", "--dry-run", "--distort", "RTS", "--size", "24");
        Assert.Contains("GTSRB train, distort RTS", output, StringComparison.Ordinal);
        Assert.Contains("5 to test, 3x36x36", output, StringComparison.Ordinal);
    }

    private string Signs => Path.Combine(_folder.Root, "signs");

    private string Dataset => "folder:" + Signs;

    // Dark images, light ones, and dark ones with a light box.
    private void Write(string split, int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte dark = (byte)(i % 20);
            _folder.Write(Path.Combine(Signs, split, "dark", $"{i}.ppm"), PpmFile.OneColour(30 + i, 25, dark));
            _folder.Write(Path.Combine(Signs, split, "light", $"{i}.ppm"), PpmFile.OneColour(25, 30 + i, (byte)(255 - dark)));
            _folder.Write(Path.Combine(Signs, split, "mixed", $"{i}.ppm"), PpmFile.WithBox(30, 30, (8, 8, 22, 22), (byte)(255 - dark), dark));
        }
    }

    private static async Task<string> Succeed(params string[] args)
    {
        (int exitCode, string output, string error) = await ProgramRun.Of(args);
        Assert.True(exitCode == 0, error);
        return output;
    }
}
