using StnEngine.Kernels;
using StnEngine.Optimizers;
using StnEngine.Tests.Operations;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Optimizers;

/// <summary>Clipping of all gradients to one length, over groups, threads and recordings.</summary>
public sealed class ClipGradNormTests
{
    private const float Infinite = float.PositiveInfinity;

    public static TheoryData<string> Devices => TestDevices.Rows;

    // Lengths 3 and 4 in two groups: 5 together.
    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipGradNorm_OfThreeAndFour_ScalesBothByTheSame(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        foreach ((float maxNorm, double factor) in new[] { (5.1f, 1), (Infinite, 1), (0.5f, 0.1), (1e-6f, 2e-7) })
        {
            using var run = new Run(device, [[1, -2, 2], [0, -4]]);
            AssertNear(run.Optimizer.ClipGradNorm(maxNorm).ToArray(), [5]);
            AssertNear(run.Grad(0), [factor, -2 * factor, 2 * factor]);
            AssertNear(run.Grad(1), [0, -4 * factor]);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipGradNorm_OfManyGradients_IsThatOfTheReference(string spec)
    {
        float[][] grads = [Random("first", 10_007), Random("second", 4096), Random("third", 1), Random("fourth", 4097)];
        double norm = Math.Sqrt(grads.SelectMany(g => g).Sum(g => (double)g * g));
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var run = new Run(device, grads);
        AssertNear(run.Optimizer.ClipGradNorm(2).ToArray(), [norm]);
        for (int i = 0; i < grads.Length; i++)
        {
            AssertNear(run.Grad(i), Array.ConvertAll(grads[i], g => g * 2 / (norm + 1e-6)));
        }

        TestDevices.AssertGuardsIntact(device);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipGradNorm_OfShortGradients_ChangesNoBit(string spec)
    {
        float[] grads = Random("short", 5000);
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var run = new Run(device, [grads]);
        run.Optimizer.ClipGradNorm(100);
        SameBits.Assert(grads, run.Grad(0), "gradients shorter than the limit");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipGradNorm_OfNoNumber_IsPassedOn(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        foreach (float bad in new[] { float.NaN, Infinite })
        {
            using var run = new Run(device, [[1, 2], [3, bad]]);
            Assert.Equal(bad, run.Optimizer.ClipGradNorm(1).Item());

            // As in PyTorch: a NaN length spoils everything, an infinite one makes finite gradients 0.
            Assert.Equal(float.IsNaN(bad) ? [float.NaN, float.NaN] : [0, 0], run.Grad(0));
            Assert.Equal(float.NaN, run.Grad(1)[1]);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void ClipGradNorm_OfNothing_StaysNothing(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var run = new Run(device, [[0, 0]]);
        Assert.Equal(0, run.Optimizer.ClipGradNorm(1).Item());
        Assert.Equal([0, 0], run.Grad(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Optimizer.ClipGradNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Optimizer.ClipGradNorm(float.NaN));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Norm_OfParametersAndGradients_IsFiniteOnlyIfAllAre(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var run = new Run(device, [[1, -2, 2], [0, -4]]);
        AssertNear(run.Optimizer.ParameterAndGradNorm().ToArray(), [5]);
        foreach (float bad in new[] { float.NaN, Infinite, -Infinite })
        {
            run.Parameter(1).Upload([0, bad]);
            Assert.False(float.IsFinite(run.Optimizer.ParameterAndGradNorm().Item()));
            run.Parameter(1).Upload([12, 0]);
            AssertNear(run.Optimizer.ParameterAndGradNorm().ToArray(), [13]);
            run.Parameter(0).Grad!.Upload([1, bad, 2]);
            Assert.False(float.IsFinite(run.Optimizer.ParameterAndGradNorm().Item()));
            run.Parameter(0).Grad!.Upload([1, -2, 2]);
        }
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

    // Three steps of a linear layer with 17 chunks of gradients: its parameters, then the last norm.
    private static float[][] Train(int threads, bool replayed)
    {
        using Device device = TestDevices.Open("cpu", threads);
        using TensorScope scope = TensorScope.Begin();
        Tensor weight = Leaf(Tensor.Plain(device, Random("weight", 70_000), 70, 1000)), bias = Leaf(Tensor.Plain(device, new float[70], 70));
        using var optimizer = new Sgd([new ParameterGroup([("weight", weight)]), new ParameterGroup([("bias", bias)])], 0.5f);
        Tensor input = Tensor.Batch(device, Random("input", 33_000), 33, 1000);
        Tensor labels = Tensor.Batch(device, Drawn.Labels(70)(new RandomSource(1, "labels"), 33), 33);
        Tensor? norm = null;
        void Step()
        {
            optimizer.ZeroGrad();
            input.Linear(weight, bias).CrossEntropy(labels).Backward();
            norm = optimizer.ClipGradNorm(0.1f);
            optimizer.Step();
        }

        using RecordedStep? recorded = replayed ? RecordedStep.Record(device, Step) : null;
        for (int i = 0; i < 3; i++)
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

        return [weight.ToArray(), bias.ToArray(), norm!.ToArray()];
    }

    private static float[] Random(string name, int count) => Drawn.Signed(new RandomSource(1, name), count);

    private static Tensor Leaf(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }

    private static void AssertNear(float[] ours, double[] expected) => Assert.InRange(Comparison.RelativeError(ours, expected), 0, 2e-6);

    // One group a parameter, its gradient as given.
    private sealed class Run : IDisposable
    {
        private readonly Tensor[] _parameters;

        public Run(Device device, float[][] grads)
        {
            _parameters = [.. grads.Select(g => Leaf(Tensor.Full(device, 0, false, g.Length)))];
            Optimizer = new Sgd([.. _parameters.Select((p, i) => new ParameterGroup([($"{i}", p)]))], 1);
            for (int i = 0; i < grads.Length; i++)
            {
                _parameters[i].Grad!.Upload(grads[i]);
            }
        }

        public Optimizer Optimizer { get; }

        public Tensor Parameter(int i) => _parameters[i];

        public float[] Grad(int i) => _parameters[i].Grad!.ToArray();

        public void Dispose() => Optimizer.Dispose();
    }
}
