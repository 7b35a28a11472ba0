using Stn.Data;
using Stn.Training;
using StnEngine.Kernels;
using StnEngine.Kernels.Cpu;
using StnEngine.Tests.Programs.Crashes;
using Xunit;

namespace StnEngine.Tests.Programs.LongRuns;

/// <summary>Runs that are as long as a test may take; with <c>STN_LONG=1</c> 200,000 steps and 1,000 models.</summary>
public sealed class LongRunTests(ITestOutputHelper output) : IDisposable
{
    private const long Mebibyte = 1 << 20, BytesOfAnEpoch = 1024;
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("STN_LONG") == "1";
    private readonly FewDigits _bench = new(160, 20);

    public void Dispose() => _bench.Dispose();

    // Long epochs, and very many short ones: a run keeps what each of them came to, and writes it down again and again.
    public static TheoryData<int, int> Lengths => IsLong ? new() { { 200, 1_000 }, { 5_000, 10 } } : new() { { 5, 500 }, { 200, 5 } };

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Training_OfManySteps_TakesNoMoreMemoryAndKeepsItsLog(int epochs, int stepsPerEpoch)
    {
        using var bench = new FewDigits(ManySteps.BatchSize * stepsPerEpoch, 20);
        using Child child = Child.Part(ManySteps.Verb, bench.Root, $"{epochs}", $"{stepsPerEpoch}");
        Measured[] measured = await MeasureAsync(child);
        Assert.InRange(measured[^1].ManagedBytes - measured[0].ManagedBytes, long.MinValue, Mebibyte + (epochs * BytesOfAnEpoch));
        Assert.InRange(measured[^1].ResidentBytes - measured[0].ResidentBytes, long.MinValue, 48 * Mebibyte);
        Assert.Equal(Enumerable.Range(1, epochs), File.ReadAllLines(bench.At(Path.Combine("run", "log.jsonl"))).Select(line => EpochResult.FromJson(line).Epoch));
    }

    [Fact]
    public async Task Models_OpenedAndClosed_LeaveNothing()
    {
        string checkpoint = SmallCheckpoint.Write(_bench.At("checkpoint"), "stn");
        using Child child = Child.Part(ManyModels.Verb, checkpoint, IsLong ? "1000" : "100");
        Measured[] measured = await MeasureAsync(child);
        Assert.InRange(measured[^1].ManagedBytes - measured[0].ManagedBytes, long.MinValue, Mebibyte);
        Assert.InRange(measured[^1].Threads, 0, measured[0].Threads + 2);
    }

    // Buffers that are not given back must be made again and again.
    [Fact]
    public void Sessions_OnOneDevice_GiveEveryBufferBack()
    {
        using var device = CpuDevice.Open(2);
        TrainOptions options = new GivenOptions(Dataset: "mnist", Distort: "RTS", Model: "paper-st-cnn-tps", BatchSize: 32, IdentityPenalty: 0.1f).Resolve();
        var data = TrainingData.Load(options.FindDataset(), options.Distort, _bench.Root);
        long[] held = [.. Enumerable.Range(0, IsLong ? 200 : 6).Select(_ =>
        {
            using var session = new TrainingSession(options, data, device);
            Epoch(session, 1);
            Epoch(session, 2);
            session.Measure(data.Test);
            return device.HeldBytes;
        })];
        Assert.Equal(held[1], held[^1]);

        void Epoch(TrainingSession session, int epoch) => session.RunEpoch(epoch, (_, _, _) => { }, CancellationToken.None, maxBatches: 3);
    }

    [Fact]
    public void Epochs_OfASession_TakeNoMoreBuffers()
    {
        using var device = CpuDevice.Open(2);
        TrainOptions options = new GivenOptions(Dataset: "mnist", Model: "stn", BatchSize: 64).Resolve();
        using var session = new TrainingSession(options, TrainingData.Load(options.FindDataset(), options.Distort, _bench.Root), device);
        long[] held = [.. Enumerable.Range(1, IsLong ? 1000 : 6).Select(epoch =>
        {
            session.RunEpoch(epoch, (_, _, _) => { }, CancellationToken.None, maxBatches: 3);
            return device.HeldBytes;
        })];
        Assert.Equal(held[1], held[^1]);
    }

    private async Task<Measured[]> MeasureAsync(Child child)
    {
        await child.SucceedAsync();
        Measured[] measured = Measured.ReadAll(child.Output);
        Array.ForEach(measured, m => output.WriteLine(m.ToString()));
        Assert.Equal(10, measured.Length);
        return measured;
    }
}
