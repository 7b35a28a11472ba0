using Stn.Training;
using StnEngine.Tests.Operations;
using StnEngine.Tests.Programs.Reports;
using Xunit;

namespace StnEngine.Tests.Programs;

/// <summary>What NaN and infinity do to a training: nothing but to be named, and to end it or to cost one batch.</summary>
public sealed class NonFiniteTests : IDisposable
{
    private readonly SmallRun _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task Train_AtAHugeLearningRate_EndsWithThreeAndNamesTheOperation()
    {
        (int exitCode, string output, string error) = await Train("huge", "--learning-rate", "1000");
        Assert.True(exitCode == 3, output + error);
        Assert.Matches(@"^error: epoch 1, batch \d+: \w+ in '[\w.]+' \(.+\) (made|read) .+; the batch is training images \d+, .+ counted from 0\.", error);
        Assert.Contains("stopped  there is no checkpoint yet. Start again with a lower --learning-rate; look at every operation with --detect-anomaly; or leave such batches out: stn train ", error, StringComparison.Ordinal);
        Assert.EndsWith(" --resume --skip-nonfinite", error.TrimEnd(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_runs.At("huge"), "last.safetensors")));

        // The same before the step is taken, and where nothing is left to learn from.
        (exitCode, _, string detected) = await Train("detected", "--learning-rate", "1000", "--detect-anomaly");
        Assert.Equal((3, FirstLine(error)), (exitCode, FirstLine(detected)));
        Assert.DoesNotContain("look at every operation", detected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_ThatEndsWithThree_KeepsItsLastCheckpointAndResumesFromIt()
    {
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => _runs.Train(
                "run", _runs.Given(2), line: line => { if (line.StartsWith("epoch   1", StringComparison.Ordinal)) { stop.Cancel(); } }, stop: stop));
        }

        string last = Path.Combine(_runs.At("run"), "last.safetensors");
        byte[] good = File.ReadAllBytes(last);
        Change(last, "fc1.weight", 3e38f);
        byte[] before = File.ReadAllBytes(last);
        foreach (string[] option in new[] { Array.Empty<string>(), ["--skip-nonfinite"], ["--detect-anomaly"] })
        {
            (int exitCode, string output, string error) = await ProgramRun.Of(["train", "--out", _runs.At("run"), "--resume", "--device", "cpu", .. option]);
            Assert.True(exitCode == 3, output + error);
            Assert.Contains("epoch 2", error, StringComparison.Ordinal);
            Assert.Contains($"stopped  {last} is as it was. ", error, StringComparison.Ordinal);
            Assert.Equal(option is not ["--skip-nonfinite"], error.Contains("leave such batches out: stn train --out ", StringComparison.Ordinal));
            Assert.Equal(option is ["--skip-nonfinite"], error.Contains("every one of its 10 batches was left out", StringComparison.Ordinal));
            Assert.Contains("Linear in 'fc1' (Linear 320->50) made", error, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(last));
            Assert.Single(File.ReadAllLines(Path.Combine(_runs.At("run"), "log.jsonl")));
        }

        File.WriteAllBytes(last, good);
        (int resumed, _, string problem) = await ProgramRun.Of("train", "--out", _runs.At("run"), "--resume", "--device", "cpu");
        Assert.True(resumed == 0, problem);
    }

    [Fact]
    public void Epoch_WithOneBadPicture_EndsNamingItsPlaceInTheSet()
    {
        using var run = new SmallSession();
        NonFiniteException found = Assert.Throws<NonFiniteException>(() => run.Epoch(1));
        Assert.Equal(("Conv2d", "localization.0"), (found.Operation, found.Module));
        Assert.Contains(FormattableString.Invariant($"only in training images {run.BadPicture}, counted from 0"), found.Message, StringComparison.Ordinal);
        Assert.StartsWith("epoch 1, batch 4: ", found.Message, StringComparison.Ordinal);

        // No update was made by it.
        DetectAnomaly.RequireFinite(run.Session.Model);
    }

    [Fact]
    public void Epoch_ThatLeavesABatchOut_IsTheEpochWithoutIt()
    {
        using var whole = new SmallSession(new NonFinitePolicy(Skips: true));
        EpochResult result = whole.Epoch(1);
        Assert.Equal(1, result.LeftOut);
        Assert.StartsWith("epoch 1, batch 4: Conv2d in 'localization.0'", result.LeftOutBecause, StringComparison.Ordinal);
        Assert.Equal(1, EpochResult.FromJson(result.ToJson()).LeftOut);
        Assert.Equal(result.LeftOut, result.Logged().LeftOut);

        // The bad picture is in the last batch of the first epoch.
        using var without = new SmallSession();
        EpochResult expected = without.Epoch(1, batches: 3);
        SameBits.Assert(without.State(), whole.State(), "without the batch");
        Assert.Equal((expected.TrainLoss, expected.TrainAccuracy), (result.TrainLoss, result.TrainAccuracy));

        Assert.Equal(1, whole.Epoch(2).LeftOut);
        DetectAnomaly.RequireFinite(whole.Session.Model);
    }

    [Fact]
    public void Epoch_StoppedBehindABatchThatWasLeftOut_GoesOnWithItsCount()
    {
        var skip = new NonFinitePolicy(Skips: true);
        using var whole = new SmallSession(skip);
        EpochResult expected = whole.Epoch(1);

        string path = _runs.At("last.safetensors");
        using var stop = new CancellationTokenSource();
        using var stopped = new SmallSession(skip);
        Assert.Throws<OperationCanceledException>(() => stopped.Session.RunEpoch(1, (done, total, _) => Cancel(done == total), stop.Token));
        Checkpoint.Save(path, SmallSession.Options, [], stopped.Session.Progress, stopped.Session.Model, stopped.Session.Optimizer);

        using var resumed = new SmallSession(skip);
        SafetensorsFile file = Checkpoint.Read(path).File;
        Checkpoint.Load(file, resumed.Session.Model, resumed.Session.Optimizer);
        resumed.Session.GoOnBehind([], Checkpoint.ProgressIn(file));
        EpochResult result = resumed.Epoch(1);
        Assert.Equal((1, expected.TrainLoss, expected.TrainAccuracy), (result.LeftOut, result.TrainLoss, result.TrainAccuracy));
        SameBits.Assert(whole.State(), resumed.State(), "resumed");

        void Cancel(bool now)
        {
            if (now)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void Epochs_WithoutABadBatch_HaveTheSameBitsHoweverTheyAreWatched()
    {
        float[][] expected = TwoEpochs(new NonFinitePolicy());
        SameBits.Assert(expected, TwoEpochs(new NonFinitePolicy(Skips: true)), "skips");
        SameBits.Assert(expected, TwoEpochs(new NonFinitePolicy(Examines: true)), "examines");
        SameBits.Assert(expected, TwoEpochs(new NonFinitePolicy(StepsToALook: 3)), "every third step");

        static float[][] TwoEpochs(NonFinitePolicy policy)
        {
            using var run = new SmallSession(policy, isPoisoned: false);
            Assert.Equal(0, run.Epoch(1).LeftOut + run.Epoch(2).LeftOut);
            return run.State();
        }
    }

    // As on a GPU, where a look at every step would make it wait.
    [Theory]
    [InlineData(2, "epoch 1, batch 4 or one of the 1 before it: Conv2d in 'localization.0'")]
    [InlineData(3, "epoch 1, after its last batch: parameter '")]
    [InlineData(64, "epoch 1, after its last batch: parameter '")]
    public void Epoch_LookedAtNowAndThen_IsStoppedAtTheNextLook(int steps, string wanted)
    {
        using var run = new SmallSession(new NonFinitePolicy(StepsToALook: steps));
        Assert.StartsWith(wanted, Assert.Throws<NonFiniteException>(() => run.Epoch(1)).Message, StringComparison.Ordinal);
    }

    // Loss, gradients and parameters are finite: what is infinite is only what the transformer chose, and then it sees nothing.
    [Fact]
    public void Epoch_WhoseTransformerChoosesInfinity_IsStopped()
    {
        using var run = new SmallSession(isPoisoned: false);
        foreach ((_, Tensor tensor) in run.Session.Model.NamedParameters().Where(p => p.Name is "localization.3.weight" or "fc_loc.0.weight" or "fc_loc.2.weight"))
        {
            tensor.Upload([.. Enumerable.Repeat(1e16f, tensor.Shape.Count)]);
        }

        NonFiniteException found = Assert.Throws<NonFiniteException>(() => run.Epoch(1, batches: 1));
        Assert.Equal(("Linear", "fc_loc.2"), (found.Operation, found.Module));
        Assert.All(run.Session.Model.NamedParameters(), p => Assert.All(p.Tensor.Grad!.ToArray(), g => Assert.True(float.IsFinite(g))));
    }

    [Fact]
    public void Checkpoint_OfWhatIsNotFinite_IsNotWritten()
    {
        using var run = new SmallSession(isPoisoned: false);
        string path = _runs.At("last.safetensors");
        Checkpoint.Save(path, SmallSession.Options, [], EpochProgress.None, run.Session.Model, run.Session.Optimizer);
        byte[] good = File.ReadAllBytes(path);
        (string name, Tensor parameter) = run.Session.Model.NamedParameters().Last();
        parameter.Upload([.. Enumerable.Repeat(float.NegativeInfinity, parameter.Shape.Count)]);
        NonFiniteException refusal = Assert.Throws<NonFiniteException>(() => Checkpoint.Save(path, SmallSession.Options, [], EpochProgress.None, run.Session.Model, run.Session.Optimizer));
        Assert.Contains($"'{name}' is not finite", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    // Every weight of a parameter in a checkpoint becomes this.
    private static void Change(string path, string name, float value)
    {
        SafetensorsFile file = Safetensors.Read(path);
        Safetensors.Write(path, file.Entries.Select(e => e.Name != name ? e : SafetensorsEntry.Of(name, Array.ConvertAll(e.ToSingle(), _ => value), [.. e.Shape])), file.Metadata);
    }

    private static string FirstLine(string text) => text[..text.IndexOf('\n', StringComparison.Ordinal)];

    private Task<(int ExitCode, string Output, string Error)> Train(string name, params string[] options) => ProgramRun.Of(
    [
        "train", "--dataset", "folder:" + _runs.Signs, "--size", "28", "--model", "stn", "--batch-size", "12", "--optimizer", "sgd", "--device", "cpu", "--threads", "2", "--out", _runs.At(name), .. options,
    ]);
}
