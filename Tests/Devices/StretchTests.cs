using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Kernels.Cpu;
using StnEngine.Layers;
using StnEngine.Optimizers;
using StnEngine.Tests.Operations;
using Xunit;

namespace StnEngine.Tests.DeviceRules;

/// <summary>How recorded calls are grouped so that a block of images stays in a core's cache, without changing a result.</summary>
public sealed class StretchTests : IDisposable
{
    private const int Images = 33;
    private readonly Device _device = TestDevices.Open("cpu");
    private readonly TensorScope _scope = TensorScope.Begin();
    private readonly List<CpuRecording> _recordings = [];

    [Fact]
    public void TrainingStep_OfTheTutorialNetwork_IsOneStretch()
    {
        using var model = new TutorialStn(new ModuleContext(_device, 1), 1, 28, 10);
        using var optimizer = new Sgd(model, 0.01f, 0.9f);
        Tensor images = Batch("images", Images, 1, 28, 28);
        Tensor labels = Tensor.Full(_device, 3, true, Images);
        using var recording = (CpuRecording)_device.Record(() =>
        {
            optimizer.ZeroGrad();
            model.Forward(images).CrossEntropy(labels).Backward();
            optimizer.Step();
        });
        Assert.Single(recording.Stretches);
    }

    // The sum is complete only when every block is done; the product wants it in its blocks.
    [Fact]
    public void BlocksThatReadAnEarlierSum_StartAnotherStretch() => AssertStretches(2, Batch("x", Images, 5), x => x * x.Sum());

    [Fact]
    public void BlocksThatReadNoSum_JoinTheStretch() => AssertStretches(1, Batch("x", Images, 5), x =>
    {
        x.Sum();
        return x.Relu() + x;
    });

    [Fact]
    public void BatchesOfOtherSizes_StartAnotherStretch()
    {
        Tensor other = Batch("y", Images + 16, 5);
        AssertStretches(2, Batch("x", Images, 5), x => x * other.Mean());
        AssertStretches(3, Batch("x", Images, 5), x =>
        {
            Tensor y = x.Relu();
            other.Relu();
            return y + x;
        });
    }

    // A plain call that nothing earlier touches goes before the blocks, where later blocks can read its result.
    [Fact]
    public void PlainCallsThatTouchNothingEarlier_GoFirst()
    {
        Tensor weight = Tensor.Full(_device, 2, false, 5);
        AssertStretches(1, Batch("x", Images, 5), x =>
        {
            Tensor y = x.Relu();
            _device.Memory.Fill(weight.Layout, weight.Buffer, 3);
            return y * weight;
        });
    }

    [Fact]
    public void PlainCallsThatOverwriteWhatEarlierBlocksRead_Wait()
    {
        Tensor weight = Tensor.Full(_device, 2, false, 5);
        AssertStretches(2, Batch("x", Images, 5), x =>
        {
            _device.Memory.Fill(weight.Layout, weight.Buffer, 2);
            Tensor y = x * weight;
            _device.Memory.Fill(weight.Layout, weight.Buffer, 3);
            return y + (x * weight);
        });
    }

    // The weight gradient reads the whole batch in its second phase: blocks may not overwrite it before.
    [Fact]
    public void BlocksThatOverwriteWhatASecondPhaseReads_StartAnotherStretch()
    {
        Tensor upstream = Batch("upstream", Images, 2), pixels = Batch("pixels", Images, 5);
        AssertStretches(2, Batch("x", Images, 5), x =>
        {
            Tensor input = Tensor.New(_device, x.Shape, true), grad = Tensor.Full(_device, 0, false, 2, 5);
            _device.Memory.Copy(x.Layout, x.Buffer, input.Buffer);
            _device.Linear.BackwardWeight(new LinearDims(Images, 5, 2), input.Buffer, upstream.Buffer, grad.Buffer, null);
            _device.Memory.Copy(x.Layout, pixels.Buffer, input.Buffer);
            return grad;
        });
    }

    // Two dropouts of one layer: the counter goes up between them.
    [Fact]
    public void ACounterBetweenItsReaders_IsSeenInOrder()
    {
        Tensor counter = Tensor.Full(_device, 0, false);
        AssertStretches(2, Batch("x", Images, 5), x =>
        {
            _device.Memory.Fill(counter.Layout, counter.Buffer, 0);
            Tensor y = x.Dropout(0.5f, 1, counter);
            counter.Increment();
            return y + x.Dropout(0.5f, 1, counter);
        });
    }

    // One gradient that two operations add to: the first overwrites, and its zeros are never written; the second adds.
    [Fact]
    public void ZerosThatAreAddedToNext_AreLeftOut()
    {
        Tensor upstream = Batch("upstream", Images, 5);
        CpuRecording recording = AssertStretches(1, Batch("x", Images, 5), x => AddTwice(x, upstream, (_, _) => { }));
        Assert.DoesNotContain(recording.Stretches[0].Calls, c => c.Zeroes is not null);
    }

    [Fact]
    public void ZerosThatAreReadBeforeTheyAreAddedTo_Stay()
    {
        Tensor upstream = Batch("upstream", Images, 5), copy = Batch("copy", Images, 5);
        CpuRecording recording = AssertStretches(
            1, Batch("x", Images, 5), x => AddTwice(x, upstream, (layout, grad) => _device.Memory.Copy(layout, grad, copy.Buffer)));
        Assert.Single(recording.Stretches[0].Calls, c => c.Zeroes is not null);
        Assert.All(copy.ToArray(), value => Assert.Equal(0, value));
    }

    public void Dispose()
    {
        _recordings.ForEach(r => r.Dispose());
        _scope.Dispose();
        TestDevices.AssertGuardsIntact(_device);
        _device.Dispose();
    }

    private Tensor Batch(string name, params int[] shape) =>
        Tensor.Batch(_device, Drawn.Signed(new RandomSource(1, name), Reference.Array64.CountOf(shape)), shape);

    private Tensor AddTwice(Tensor x, Tensor upstream, Action<Layout, DeviceBuffer> between)
    {
        Tensor grad = Tensor.New(_device, x.Shape, true);
        _device.Memory.Fill(x.Layout, grad.Buffer, 0);
        between(x.Layout, grad.Buffer);
        _device.Memory.Add(x.Layout, upstream.Buffer, grad.Buffer);
        _device.Memory.Add(x.Layout, x.Buffer, grad.Buffer);
        return grad;
    }

    // The step gives the same bits in any order of blocks that the stretches allow as call by call.
    private CpuRecording AssertStretches(int count, Tensor x, Func<Tensor, Tensor> step)
    {
        float[] expected = step(x).ToArray();
        Tensor? result = null;
        var recording = (CpuRecording)_device.Record(() => result = step(x));
        _recordings.Add(recording);
        Assert.Equal(count, recording.Stretches.Count);
        for (int replay = 0; replay < 2; replay++)
        {
            recording.Replay();
            SameBits.Assert(expected, result!.ToArray(), $"replay {replay}");
        }

        return recording;
    }
}
