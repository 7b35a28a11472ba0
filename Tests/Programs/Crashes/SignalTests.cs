using Stn.Training;
using Xunit;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>Ctrl+C and SIGTERM, sent to programs that are at work.</summary>
public sealed class SignalTests : IDisposable
{
    // So many epochs that none of these tests sees their end, of so many batches that a signal comes between two of them.
    private static readonly string[] Long = ["--epochs", "100000", "--batch-size", "8"];
    private readonly FewDigits _bench = new(train: 2000);

    public SignalTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no command that sends signals.");

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Train_ToldToStop_SavesTheBatchesDoneAndSaysHowToGoOn(string signal, int exitCode)
    {
        string[] command = ["train", "--dataset", "mnist", "--data", _bench.Root, "--offline", "--device", "cpu", "--out", _bench.At("run"), .. Long];
        using Child child = Child.Stn(command);
        await child.WaitForAsync("epoch   1/");
        await child.SignalAsync(signal);
        Assert.Equal(exitCode, await child.EndAsync());
        Assert.Contains($"stopped  go on with: stn {string.Join(' ', command)} --resume", child.Error, StringComparison.Ordinal);
        Assert.Equal(["last.safetensors", "log.jsonl"], RunFiles.Names(_bench.At("run")));

        (SafetensorsFile file, _, IReadOnlyList<EpochResult> log) = Checkpoint.Read(new RunFolder(_bench.At("run")).LastCheckpoint);
        int batches = Checkpoint.ProgressIn(file).Batches;
        string done = $"after epoch {log.Count} of 100000{(batches == 0 ? string.Empty : $" and {batches} of the 250 batches of the next")}";
        Assert.Contains($"saved    {done}", child.Output, StringComparison.Ordinal);
        using Child next = Child.Stn([.. command, "--resume"]);
        await next.WaitForAsync($"resumed  {done}");
    }

    [Fact]
    public async Task Train_ToldToStopTwice_EndsAtOnceAndLeavesAWholeCheckpoint()
    {
        using Child child = Child.Stn(_bench.Train("run", 100_000, 8, saveEvery: 0));
        await child.WaitForAsync("epoch   1/");
        await child.SignalAsync("INT");
        await child.SignalAsync("INT");
        Assert.Equal(130, await child.EndAsync());
        RunFiles.AreWhole(_bench.At("run"));
        using Child next = Child.Stn(_bench.Train("run", 100_000, 8, saveEvery: 0));
        await next.WaitForAsync("resumed  after epoch");
    }

    [Fact]
    public async Task Train_WithoutOut_NamesItsFolderInWhatToGoOnWith()
    {
        using Child child = Child.Stn(["train", "--dataset", "mnist", "--data", _bench.Root, "--offline", "--device", "cpu", .. Long], _bench.Root);
        await child.WaitForAsync("epoch   1/");
        await child.SignalAsync("TERM");
        Assert.Equal(143, await child.EndAsync());
        string made = Path.GetRelativePath(_bench.Root, Directory.GetDirectories(_bench.At("runs")).Single());
        Assert.Contains($" --out {made} --resume", child.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiment_ToldToStop_SaysHowToGoOnAndEndsInTheSameResults()
    {
        using (Child usual = Child.Stn(Experiment("usual")))
        {
            await usual.SucceedAsync();
        }

        using Child child = Child.Stn(Experiment("stopped"));
        await child.WaitForAsync("epoch   1/");
        await child.SignalAsync("TERM");
        Assert.Equal(143, await child.EndAsync());
        Assert.Contains($"stopped  go on with: stn {string.Join(' ', Experiment("stopped"))}", child.Error, StringComparison.Ordinal);
        Assert.Contains("saved    clean, STN, seed 1: after epoch", child.Output, StringComparison.Ordinal);
        Assert.Equal(["mnist/clean-STN-seed-1.part.safetensors"], RunFiles.Names(_bench.At("stopped")));

        using Child next = Child.Stn(Experiment("stopped"));
        await next.SucceedAsync();
        Assert.Contains("resumed  clean, STN, seed 1: after epoch", next.Output, StringComparison.Ordinal);
        ExperimentFiles.AreThoseOf(_bench.At("usual"), _bench.At("stopped"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Serve_ToldToStop_EndsWell(string signal)
    {
        using Child child = Child.Stn("serve", SmallCheckpoint.Write(_bench.At("served"), "cnn"), "--urls", "http://127.0.0.1:0", "--device", "cpu");
        await child.WaitForAsync("serving  http");
        await child.SignalAsync(signal);
        Assert.Equal(0, await child.EndAsync());
    }

    private string[] Experiment(string name) =>
        ["experiment", "mnist", "--models", "STN", "--epochs", "12", "--data", _bench.Root, "--offline", "--device", "cpu", "--threads", "1", "--out", _bench.At(name)];
}
