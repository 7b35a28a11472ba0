using StnEngine.Kernels;
using StnEngine.Tests.Operations;
using Xunit;

namespace StnEngine.Tests.Autograd;

public sealed class RecordedStepTests
{
    private const int Steps = 6;

    public static TheoryData<string, string, int> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, int>();
            foreach (string spec in TestDevices.Specs)
            {
                rows.Add(spec, "sgd", 1);
                rows.Add(spec, "adam", 1);
            }

            foreach (string spec in TestDevices.Cpus)
            {
                rows.Add(spec, "sgd", 2);
                rows.Add(spec, "adam", 2);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Replay_OnNewBatches_GivesTheBitsOfEagerSteps(string spec, string optimizer, int threads)
    {
        float[][] eager = Train(spec, optimizer, threads, replayed: false);
        SameBits.Assert(eager, Train(spec, optimizer, threads, replayed: true), "replayed");
        Assert.Equal(Steps, eager[0].Distinct().Count());
    }

    [Fact]
    public void Record_RunsNothing()
    {
        using Device device = TestDevices.Open("cpu");
        using Tensor counter = Tensor.Plain(device, [1f]);
        using RecordedStep step = RecordedStep.Record(device, counter.Increment);
        Assert.Equal(1, counter.Item());
        step.Replay();
        step.Replay();
        Assert.Equal(3, counter.Item());
    }

    [Fact]
    public void Record_OfAStepWithAResult_GivesItAnewAtEveryReplay()
    {
        using Device device = TestDevices.Open("cpu");
        using Tensor input = Tensor.Plain(device, [0f]);
        using RecordedStep step = RecordedStep.Record(device, input.Square, out Tensor square);
        input.Upload([3]);
        step.Replay();
        Assert.Equal(9, square.Item());
        input.Upload([5]);
        step.Replay();
        Assert.Equal(25, square.Item());
    }

    [Fact]
    public void Record_OfAnUploadOrDownload_SaysToMoveIt()
    {
        using Device device = TestDevices.Open("cpu");
        using Tensor x = Tensor.Plain(device, [1f], 1);
        foreach ((string what, Action step) in new (string, Action)[]
        {
            ("Upload", () => x.Upload([2])), ("Download", () => x.ToArray()), ("Synchronize", device.Synchronize),
            ("Record", () => RecordedStep.Record(device, x.Increment)),
        })
        {
            DeviceException refusal = Assert.Throws<DeviceException>(() => RecordedStep.Record(device, step));
            Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Move it before or after the step", refusal.Message, StringComparison.Ordinal);

            // The device goes on working.
            Assert.False(device.IsRecording);
            Assert.Equal(1, x.Item());
        }
    }

    [Fact]
    public void Record_OfALeafWithoutGradient_SaysWhatToDo()
    {
        using Device device = TestDevices.Open("cpu");
        using Tensor x = Tensor.Plain(device, [3f], 1);
        x.RequiresGrad = true;
        DeviceException refusal = Assert.Throws<DeviceException>(() => RecordedStep.Record(device, () => (x * x).Backward()));
        Assert.Contains("Make the optimiser, or run one eager step, before recording", refusal.Message, StringComparison.Ordinal);
        using (TensorScope.Begin())
        {
            (x * x).Backward();
        }

        using RecordedStep step = RecordedStep.Record(device, () => (x * x).Backward());
        step.Replay();
        Assert.Equal(12, x.Grad!.Item());
    }

    [Fact]
    public void Dispose_FreesTheTensorsOfTheStep()
    {
        using Device device = TestDevices.Open("cpu");
        using Tensor x = Tensor.Plain(device, [3f], 1);
        Tensor? y = null;
        using (RecordedStep step = RecordedStep.Record(device, () => y = x * x))
        {
            step.Replay();
            Assert.Equal(9, y!.Item());
        }

        Assert.Throws<ObjectDisposedException>(() => y.Item());
        TestDevices.AssertGuardsIntact(device);
    }

    // The losses, then the parameters.
    private static float[][] Train(string spec, string optimizer, int threads, bool replayed)
    {
        using Device device = TestDevices.Open(spec, threads);
        using var net = new SmallNet(device, optimizer);
        Tensor? loss = null;
        using RecordedStep? recorded = replayed ? RecordedStep.Record(device, () => loss = net.Step()) : null;
        float[] losses = new float[Steps];
        for (int i = 0; i < Steps; i++)
        {
            using TensorScope scope = TensorScope.Begin();
            net.Upload(i);
            recorded?.Replay();
            loss = replayed ? loss : net.Step();
            losses[i] = loss!.Item();
        }

        TestDevices.AssertGuardsIntact(device);
        return [losses, .. net.Parameters];
    }
}
