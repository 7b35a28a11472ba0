using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;
using StnEngine.Tests.Checkpoints;
using StnEngine.Tests.Operations;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Layers;

/// <summary>The layer around the operation: running statistics, switching to evaluation, saving, recorded steps.</summary>
public sealed class BatchNormTests
{
    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void RunningStatistics_AfterThreeBatches_AreThoseOfTheReference(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var layer = new BatchNorm2d(new ModuleContext(device, 1), 3);
        (Array64 mean, Array64 variance) = (Array64.Zeros(3), Array64.Zeros(3).Map(_ => 1));
        foreach (int n in new[] { 17, 1, 33 })
        {
            float[] images = Drawn.Between(-1, 3)(new RandomSource(1, $"{n} images"), n * 24);
            layer.Forward(Tensor.Batch(device, images, n, 3, 2, 4));
            (mean, variance) = Naive.RunningStatistics(Array64.Of(images, n, 3, 2, 4), mean, variance);
        }

        AssertNear(Buffer(layer, "running_mean"), mean);
        AssertNear(Buffer(layer, "running_var"), variance);

        layer.Evaluate();
        float[] one = [5, -2, 0.5f];
        Array64 ones = Array64.Zeros(3).Map(_ => 1);
        Array64 expected = Naive.BatchNorm(Array64.Of(one, 1, 3, 1, 1), ones, Array64.Zeros(3), mean, variance);
        AssertNear(layer.Forward(Tensor.Batch(device, one, 1, 3, 1, 1)).ToArray(), expected);
        AssertNear(Buffer(layer, "running_mean"), mean);
    }

    // By hand: the batch 1, 2, 6 has mean 3, biased variance 14 / 3, unbiased variance 7.
    [Theory]
    [MemberData(nameof(Devices))]
    public void RunningStatistics_OfOneSmallBatch_AreThese(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var layer = new BatchNorm1d(new ModuleContext(device, 1), 1, epsilon: 0);
        float[] output = layer.Forward(Tensor.Batch(device, [1, 2, 6], 3, 1)).ToArray();
        AssertNear(output, new([-2 / Math.Sqrt(14 / 3.0), -1 / Math.Sqrt(14 / 3.0), 3 / Math.Sqrt(14 / 3.0)], [3, 1]));
        AssertNear(Buffer(layer, "running_mean"), Array64.Scalar(0.3));
        AssertNear(Buffer(layer, "running_var"), Array64.Scalar(1.6));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Statistics_OfNumbersFarFromZero_KeepTheirDigits(string spec)
    {
        // Multiples of 1/64 near 10,000 are exact in single precision; a mean of squares minus a squared mean would lose everything.
        float[] numbers = Array.ConvertAll(Drawn.Signed(new RandomSource(1, "far"), 33 * 50), value => 10_000 + (MathF.Round(value * 64) / 64));
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var layer = new BatchNorm2d(new ModuleContext(device, 1), 1, momentum: 1);
        layer.Forward(Tensor.Batch(device, numbers, 33, 1, 5, 10));
        (Array64 mean, Array64 variance) = Naive.RunningStatistics(Array64.Of(numbers, 33, 1, 5, 10), Array64.Zeros(1), Array64.Zeros(1), momentum: 1);
        Assert.InRange(Buffer(layer, "running_mean")[0] - mean[0], -1e-3, 1e-3);
        AssertNear(Buffer(layer, "running_var"), variance);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Training_OfOneConstantChannel_GivesTheBias(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var layer = new BatchNorm2d(new ModuleContext(device, 1), 1);
        float[] output = layer.Forward(Tensor.Full(device, 0.1f, true, 17, 1, 3, 3)).ToArray();
        Assert.All(output, value => Assert.InRange(value, -1e-4f, 1e-4f));
        Assert.InRange(Buffer(layer, "running_var")[0], 0.9f, 0.9001f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void TrainingSteps_RecordedOnAnyThreads_GiveTheBitsOfEagerOnesOnOne(int threads)
    {
        float[][] expected = Train(1, replayed: false);
        SameBits.Assert(expected, Train(threads, replayed: false), $"eager on {threads}");
        SameBits.Assert(expected, Train(threads, replayed: true), $"replayed on {threads}");
    }

    [Fact]
    public void State_OfAModel_HasPyTorchsNamesAndComesBack()
    {
        using var folder = new TemporaryFolder();
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        using Sequential model = Model(device), other = Model(device);
        model.Forward(Images(device, 17));
        Safetensors.Write(folder.File("model"), StateFile.State(model));
        SafetensorsFile file = Safetensors.Read(folder.File("model"));
        Assert.Equal(
            ["0.bias", "0.weight", "1.bias", "1.running_mean", "1.running_var", "1.weight", "4.bias", "4.weight", "5.bias", "5.running_mean", "5.running_var", "5.weight"],
            file.Entries.Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal(8, model.NamedParameters().Count());

        StateFile.LoadState(other, file);
        model.Evaluate();
        other.Evaluate();
        SameBits.Assert(model.Forward(Images(device, 5)).ToArray(), other.Forward(Images(device, 5)).ToArray(), "the loaded model");
    }

    [Fact]
    public void Layers_OfAnotherRank_Refuse()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        var context = new ModuleContext(device, 1);
        using BatchNorm flat = new BatchNorm1d(context, 3), image = new BatchNorm2d(context, 3);
        Assert.Contains("[2, 3, 4, 5]", Assert.Throws<ShapeException>(() => flat.Forward(Tensor.Full(device, 0, true, 2, 3, 4, 5))).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", Assert.Throws<ShapeException>(() => image.Forward(Tensor.Full(device, 0, true, 2, 3))).Message, StringComparison.Ordinal);
        flat.Forward(Tensor.Full(device, 0, true, 2, 3, 4));
        Assert.Equal("BatchNorm2d 3", image.Description);
    }

    // Parameters and running statistics after four steps.
    private static float[][] Train(int threads, bool replayed)
    {
        using Device device = TestDevices.Open("cpu", threads);
        using TensorScope scope = TensorScope.Begin();
        using Sequential model = Model(device);
        using var optimizer = new Sgd(model, 0.1f, momentum: 0.9f);
        Tensor images = Images(device, 37);
        Tensor labels = Tensor.Batch(device, Drawn.Labels(4)(new RandomSource(1, "labels"), 37), 37);
        void Step()
        {
            optimizer.ZeroGrad();
            model.Forward(images).CrossEntropy(labels).Backward();
            optimizer.Step();
        }

        using RecordedStep? recorded = replayed ? RecordedStep.Record(device, Step) : null;
        for (int i = 0; i < 4; i++)
        {
            if (recorded is null)
            {
                Step();
            }
            else
            {
                recorded.Replay();
            }
        }

        return [.. model.NamedParameters().Concat(model.NamedBuffers()).Select(p => p.Tensor.ToArray())];
    }

    private static Sequential Model(Device device) => new(
        new ModuleContext(device, 1),
        c => new Conv2d(c, 2, 5, 3),
        c => new BatchNorm2d(c, 5),
        _ => new Relu(),
        _ => new Flatten(),
        c => new Linear(c, 5 * 4 * 3, 4),
        c => new BatchNorm1d(c, 4));

    private static Tensor Images(Device device, int n) =>
        Tensor.Batch(device, Drawn.Signed(new RandomSource(1, "images"), n * 60), n, 2, 6, 5);

    private static float[] Buffer(Module layer, string name) => layer.NamedBuffers().Single(b => b.Name == name).Tensor.ToArray();

    private static void AssertNear(float[] ours, Array64 expected) => Assert.InRange(Comparison.RelativeError(ours, expected.Values), 0, 2e-6);
}
