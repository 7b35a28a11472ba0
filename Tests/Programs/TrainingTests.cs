using System.Text.Json;
using Stn;
using Stn.Models;
using Stn.Terminal;
using Stn.Training;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;
using StnEngine.Tests.Programs.Crashes;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class TrainingTests : IDisposable
{
    private static readonly GivenOptions Quick = new(BatchSize: 256, Epochs: 2, Seed: 7);
    private readonly string _folder = Directory.CreateTempSubdirectory("stn-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Training_OnOneBatch_OverfitsIt()
    {
        ImageSet digits = Digits.Draw(32, 3);
        float[] images = Array.ConvertAll(digits.Pixels, p => p / 255f);
        using Device device = Devices.Open("cpu", 2);
        using var model = new TutorialStn(new ModuleContext(device, 1), 1, 28, 10, dropout: false);
        using var optimizer = new Adam(model, 2e-3f);
        using Tensor input = Tensor.Batch(device, images, 32, 1, 28, 28);
        using Tensor labels = Tensor.Batch(device, Array.ConvertAll(digits.Labels, l => (float)l), 32);
        Tensor? loss = null;
        using RecordedStep step = RecordedStep.Record(device, () =>
        {
            optimizer.ZeroGrad();
            loss = model.Forward(input).CrossEntropy(labels);
            loss.Backward();
            optimizer.Step();
        });
        for (int i = 0; i < 300; i++)
        {
            step.Replay();
        }

        Assert.True(loss!.Item() < 0.01f, $"The loss is {loss.Item()} after 300 steps on one batch.");
    }

    [Fact]
    public async Task Train_CutInTwoByResume_EndsInTheSameBits()
    {
        using var bench = new FewDigits(2000, 400);
        GivenOptions given = Quick with { Dataset = "mnist", Distort = "RTS" };
        string whole = bench.At("whole"), cut = bench.At("cut");
        await Run(given, new RunSettings(Data: bench.Root, Out: whole, Threads: 2));
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => Run(given, new RunSettings(Data: bench.Root, Out: cut, Threads: 1), stop));
        }

        Assert.Single(File.ReadAllLines(Path.Combine(cut, "log.jsonl")));
        await Run(new GivenOptions(), new RunSettings(Data: bench.Root, Out: cut, Resume: true, Threads: 2));

        SafetensorsFile expected = Safetensors.Read(Path.Combine(whole, "last.safetensors"));
        SafetensorsFile actual = Safetensors.Read(Path.Combine(cut, "last.safetensors"));
        Assert.Equal(expected.Entries.Select(e => e.Name), actual.Entries.Select(e => e.Name));
        Assert.All(expected.Entries, e => Assert.Equal(e.Values, actual[e.Name].Values));
        Assert.Equal(Timeless(Path.Combine(whole, "log.jsonl")), Timeless(Path.Combine(cut, "log.jsonl")));
    }

    // Everything that has a state: dropout, an optimiser's memory, the totals of batches of two sizes. Batch 10 is the epoch's last, so that the test after it is cut.
    [Theory]
    [InlineData("adam", null, 1)]
    [InlineData("adam", null, 14)]
    [InlineData("momentum", "plateau", 10)]
    [InlineData("adam", null, 10)]
    [InlineData("sgd", null, 29)]
    public async Task Train_StoppedBehindABatch_EndsInTheSameBits(string optimizer, string? schedule, int batches)
    {
        using var bench = new FewDigits(600, 120);
        GivenOptions given = new(Dataset: "mnist", BatchSize: 64, Epochs: 3, Optimizer: optimizer, Schedule: schedule);
        await Run(given, new RunSettings(Data: bench.Root, Out: bench.At("usual"), Threads: 2));
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => Run(given, new RunSettings(Data: bench.Root, Out: bench.At("cut"), Threads: 1), stop, batches));
        }

        (SafetensorsFile file, _, IReadOnlyList<EpochResult> log) = Checkpoint.Read(new RunFolder(bench.At("cut")).LastCheckpoint);
        Assert.Equal(batches, (10 * log.Count) + Checkpoint.ProgressIn(file).Batches);
        await Run(new GivenOptions(), new RunSettings(Data: bench.Root, Out: bench.At("cut"), Resume: true, Threads: 2));
        RunFiles.AreThoseOf(bench.At("usual"), bench.At("cut"));
    }

    [Fact]
    public async Task Report_OfARunStoppedInItsFirstEpoch_SaysSo()
    {
        using var bench = new FewDigits();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() => Run(new GivenOptions(Dataset: "mnist"), new RunSettings(Data: bench.Root, Out: bench.At("cut")), stop, 2));
        (int exitCode, _, string error) = await ProgramRun.Of("report", bench.At("cut"), "--data", bench.Root, "--device", "cpu");
        Assert.Equal(1, exitCode);
        Assert.Contains("stopped before its first epoch was done", error, StringComparison.Ordinal);
        (exitCode, _, error) = await ProgramRun.Of("visualize", Path.Combine(bench.At("cut"), "last.safetensors"), "--data", bench.Root, "--device", "cpu");
        Assert.True(exitCode == 0, error);
    }

    [Fact]
    public async Task Train_FinishedRun_HasEveryFileAndResumesToNothing()
    {
        string folder = Path.Combine(_folder, "run");
        GivenOptions given = Quick with { Epochs = 1, Model = "cnn", Distort = "none" };
        await Run(given, new RunSettings(Out: folder));
        Assert.Equal(
            ["last.safetensors", "log.jsonl", "model.safetensors", "report.html", "summary.json", "transforms.png"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal(21_840, summary.RootElement.GetProperty("parameters").GetInt32());
        Assert.Contains("is finished", await Run(new GivenOptions(), new RunSettings(Out: folder, Resume: true)), StringComparison.Ordinal);

        // Killed between the last checkpoint and the report: the report is made up for.
        File.Delete(Path.Combine(folder, "summary.json"));
        await Run(new GivenOptions(), new RunSettings(Out: folder, Resume: true));
        Assert.True(File.Exists(Path.Combine(folder, "summary.json")));

        UserException again = await Assert.ThrowsAsync<UserException>(() => Run(given, new RunSettings(Out: folder)));
        Assert.Contains("--resume", again.Message, StringComparison.Ordinal);
        UserException other = await Assert.ThrowsAsync<UserException>(() => Run(given with { Epochs = 3 }, new RunSettings(Out: folder, Resume: true)));
        Assert.Contains("--epochs 3 (the run has 1)", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OfAFinishedRun_MeasuresWhatTrainingLogged()
    {
        string folder = Path.Combine(_folder, "eval");
        await Run(Quick with { Epochs = 1, Distort = "R" }, new RunSettings(Out: folder));
        (int exitCode, string output, string error) = await ProgramRun.Of("eval", folder, "--device", "cpu", "--json");
        Assert.True(exitCode == 0, error);
        using JsonDocument measured = JsonDocument.Parse(output);
        double logged = EpochResult.FromJson(File.ReadAllLines(Path.Combine(folder, "log.jsonl"))[^1]).TestAccuracy;
        Assert.Equal(logged, measured.RootElement.GetProperty("accuracy").GetDouble(), 3);
        Assert.Equal(10_000, measured.RootElement.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(n => n.GetInt64())));

        (_, string table, _) = await ProgramRun.Of("eval", Path.Combine(folder, "last.safetensors"), "--device", "cpu");
        Assert.Contains("rows: the label, columns: the answer", table, StringComparison.Ordinal);
    }

    // Training, evaluation and the sheet see the same sums: of test images only.
    [Fact]
    public async Task Train_OnSumsOfDigits_TellsNineteenClassesApart()
    {
        using var bench = new FewDigits(2000, 5000);
        string folder = bench.At("sums");
        Assert.Contains("2x42x42", await Run(Quick with { Epochs = 1, Dataset = "mnist", Distort = "addition" }, new RunSettings(Data: bench.Root, Out: folder)), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "transforms.png")));
        (int exitCode, string output, string error) = await ProgramRun.Of("eval", folder, "--data", bench.Root, "--device", "cpu", "--json");
        Assert.True(exitCode == 0, error);
        using JsonDocument measured = JsonDocument.Parse(output);
        double logged = EpochResult.FromJson(File.ReadAllLines(Path.Combine(folder, "log.jsonl"))[^1]).TestAccuracy;
        Assert.Equal(logged, measured.RootElement.GetProperty("accuracy").GetDouble(), 3);
        long[] rows = [.. measured.RootElement.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Sum(n => n.GetInt64()))];
        Assert.Equal((19, 5_000), (rows.Length, rows.Sum()));

        // One pair of digits in a hundred adds up to 0, ten to 9.
        Assert.InRange(rows[0], 25, 80);
        Assert.InRange(rows[9], 400, 600);
    }

    [Fact]
    public async Task Train_DryRun_WritesNothing()
    {
        string folder = Path.Combine(_folder, "dry");
        string output = await Run(Quick, new RunSettings(Out: folder, DryRun: true));
        Assert.Contains("nothing written", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    // Stops the run when its first epoch is reported, or behind so many batches, if a source to stop it with is given.
    private static async Task<string> Run(GivenOptions given, RunSettings settings, CancellationTokenSource? stop = null, int stopAfterBatches = 0)
    {
        using var output = new StoppingWriter(stopAfterBatches == 0 ? stop : null);
        using var progress = new ProgressLine(output, interactive: false, width: 120);
        int batches = 0;
        Action<TrainingProgress> progressed = _ =>
        {
            if (++batches == stopAfterBatches)
            {
                stop?.Cancel();
            }
        };
        await new TrainingRun(settings with { Device = "cpu" }, progress) { Progressed = progressed }.RunAsync(given, stop?.Token ?? CancellationToken.None);
        return output.ToString();
    }

    private static string[] Timeless(string log) => [.. File.ReadAllLines(log).Select(line =>
    {
        EpochResult result = EpochResult.FromJson(line);
        return (result with { Seconds = 0, ImagesPerSecond = 0 }).ToJson();
    })];

    private sealed class StoppingWriter(CancellationTokenSource? stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("epoch", StringComparison.Ordinal) == true)
            {
                stop?.Cancel();
            }
        }
    }
}
