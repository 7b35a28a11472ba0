using Stn.Training;
using Xunit;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>Disks that are full, folders that cannot be written or go away, and folders that somebody else writes to.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly FewDigits _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Train_OnADiskThatGetsFull_SaysSoAndKeepsTheCheckpoint()
    {
        using Mounted disk = await Mounted.TmpfsAsync(_bench.At("disk"), "size=2m");
        string run = Path.Combine(disk.Path, "run");
        string[] command = _bench.Train(Path.Combine("disk", "run"), epochs: 20, saveEvery: 0);
        using Child child = Child.Stn(command);
        await child.WaitForAsync("epoch   1/");
        while (!child.HasEnded)
        {
            // A checkpoint that takes another's place gives room.
            Fill(Path.Combine(disk.Path, "others"));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, await child.EndAsync());
        Assert.Contains($"error: The run cannot be saved in '{run}': ", child.Error, StringComparison.Ordinal);
        Assert.Contains("go on with --resume", child.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", child.Error, StringComparison.Ordinal);
        Assert.Equal(["last.safetensors", "log.jsonl"], RunFiles.Names(run));
        RunFiles.AreWhole(run);

        File.Delete(Path.Combine(disk.Path, "others"));
        using Child next = Child.Stn(command);
        await next.SucceedAsync();
        using Child usual = Child.Stn(_bench.Train("usual", epochs: 20));
        await usual.SucceedAsync();
        RunFiles.AreThoseOf(_bench.At("usual"), run);
    }

    [Fact]
    public async Task Train_WhoseFolderGoesAway_SavesItselfInANewOne()
    {
        string run = _bench.At("run");
        using Child child = Child.Stn(_bench.Train("run", epochs: 1000));
        await child.WaitForAsync("epoch   1/");

        // In one go, whatever is being written there.
        Directory.Move(run, _bench.At("gone"));
        Directory.Delete(_bench.At("gone"), recursive: true);
        Assert.Equal(1, await child.EndAsync());
        Assert.Contains($"error: The folder '{run}' was moved or deleted", child.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", child.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Checkpoint.Read(new RunFolder(run).LastCheckpoint).Log);
        using Child next = Child.Stn(_bench.Train("run", epochs: 1000));
        await next.WaitForAsync("resumed  after epoch");
    }

    [Fact]
    public async Task Train_InAFolderThatCannotBeWritten_SaysSoBeforeItBegins()
    {
        using Mounted disk = await Mounted.TmpfsAsync(_bench.At("disk"), "ro");
        using Child child = Child.Stn(_bench.Train("disk"));
        Assert.Equal(1, await child.EndAsync());
        Assert.Contains($"error: --out: nothing can be written to the folder '{disk.Path}': ", child.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", child.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WhereAFileIs_SaysSoBeforeItBegins()
    {
        File.WriteAllText(_bench.At("file"), "mine");
        (int exitCode, string output, string error) = await ProgramRun.Of(_bench.Train("file"));
        Assert.Equal(1, exitCode);
        Assert.Contains($"error: --out: nothing can be written to the folder '{_bench.At("file")}': ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", output, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_bench.At("file")));
    }

    [Fact]
    public async Task Train_WhereAnotherTrains_IsRefused_UntilThatIsKilled()
    {
        using Child first = Child.Stn(_bench.Train("run", epochs: 1000));
        await first.WaitForAsync("epoch   1/");
        (int exitCode, string output, string error) = await ProgramRun.Of(_bench.Train("run", epochs: 1000));
        Assert.Equal(1, exitCode);
        Assert.Equal($"error: Another process is writing to '{_bench.At("run")}'. Wait until it is done, or end it; or choose another --out.", error.TrimEnd());
        Assert.Empty(output);
        Assert.False(first.HasEnded);

        await first.KillAsync();
        Assert.True(File.Exists(Path.Combine(_bench.At("run"), ".lock")));
        using Child next = Child.Stn(_bench.Train("run", epochs: 1000));
        await next.WaitForAsync("resumed  after epoch");
    }

    [Fact]
    public async Task Experiment_WhereAnotherRuns_IsRefused()
    {
        string[] command = ["experiment", "mnist", "--epochs", "1000", "--data", _bench.Root, "--offline", "--device", "cpu", "--out", _bench.At("results")];
        using Child first = Child.Stn(command);
        await first.WaitForAsync("epoch   1/");
        (int exitCode, _, string error) = await ProgramRun.Of(command);
        Assert.Equal(1, exitCode);
        Assert.Contains($"Another process is writing to '{_bench.At(Path.Combine("results", "mnist"))}'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_ThatCannotBegin_LeavesNoFolder()
    {
        (int exitCode, _, _) = await ProgramRun.Of("train", "--dataset", "mnist", "--data", _bench.At("nothing"), "--offline", "--device", "cpu", "--out", _bench.At("run"));
        Assert.Equal(1, exitCode);
        Assert.False(Directory.Exists(_bench.At("run")));
    }

    [Fact]
    public async Task Train_AfterAKill_ClearsAwayWhatWasBeingWritten_AndNothingElse()
    {
        string run = _bench.At("run");
        Directory.CreateDirectory(run);
        string[] theirs = ["last.safetensors.abcdefgh.123.tmp", "report.html.zzzzzzzz.x0y.tmp"], ours = ["notes.tmp", "last.safetensors.old.tmp"];
        Array.ForEach([.. theirs, .. ours], name => File.WriteAllText(Path.Combine(run, name), "half"));
        (int exitCode, _, string error) = await ProgramRun.Of(_bench.Train("run", epochs: 1));
        Assert.True(exitCode == 0, error);
        Assert.Equal([.. ours.Order(StringComparer.Ordinal)], RunFiles.Names(run).Where(name => name.EndsWith(".tmp", StringComparison.Ordinal)));
    }

    // To the last byte.
    private static void Fill(string path)
    {
        using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        byte[] some = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(some);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
