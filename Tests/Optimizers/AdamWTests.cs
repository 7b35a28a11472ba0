using StnEngine.Kernels;
using StnEngine.Optimizers;
using StnEngine.Tests.Checkpoints;
using StnEngine.Tests.Operations;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Optimizers;

/// <summary>Adam with decoupled weight decay, and plain Adam, whose code it shares, beside it.</summary>
public sealed class AdamWTests
{
    private const float Rate = 0.02f, LaterRate = 0.005f, Decay = 0.3f, Multiplier = 0.5f;
    private const int Steps = 10, RateChange = 6;

    // More than one vector and a remainder.
    private const int Length = 37;

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void AdamW_TenSteps_AreThoseOfTheReference(string spec)
    {
        using var run = new Run(spec, groups => new AdamW(groups, Rate, weightDecay: Decay));
        AssertReference(run, (p, g, m, v, step, rate) => Naive.AdamWStep(p, g, m, v, step, rate, weightDecay: Decay));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Adam_TenSteps_AreThoseOfTheReference(string spec)
    {
        using var run = new Run(spec, groups => new Adam(groups, Rate, weightDecay: Decay));
        AssertReference(run, (p, g, m, v, step, rate) => Naive.AdamStep(p, g, m, v, step, rate, weightDecay: Decay));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void AdamW_WithoutAGradient_OnlyShrinks(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using Tensor weight = Leaf(Tensor.Plain(device, [4, -8], 2));
        using var optimizer = new AdamW([new ParameterGroup([("weight", weight)])], 0.5f, weightDecay: 1);
        optimizer.Step();
        optimizer.Step();
        Assert.Equal([1, -2], weight.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void AdamW_SavedAndLoadedHalfWay_EndsInTheSameBits(string spec)
    {
        static Adam Make(ParameterGroup[] groups) => new AdamW(groups, Rate, weightDecay: Decay);
        using var folder = new TemporaryFolder();
        string path = folder.File("optimizer.safetensors");
        using var whole = new Run(spec, Make);
        whole.Steps(1, Steps);

        using var first = new Run(spec, Make);
        first.Steps(1, 4);
        Safetensors.Write(path, first.Optimizer.Save());
        using var second = new Run(spec, Make);
        second.Optimizer.Load(Safetensors.Read(path));
        second.First.Upload(first.First.ToArray());
        second.Second.Upload(first.Second.ToArray());
        second.Steps(5, Steps);
        SameBits.Assert(whole.First.ToArray(), second.First.ToArray(), "the first parameter");
        SameBits.Assert(whole.Second.ToArray(), second.Second.ToArray(), "the second parameter");
    }

    private static void AssertReference(
        Run run, Func<Array64, Array64, Array64, Array64, int, double, (Array64 Param, Array64 M, Array64 V)> update)
    {
        run.Steps(1, Steps);
        foreach ((Tensor ours, string name, double multiplier) in new[] { (run.First, "first", 1.0), (run.Second, "second", Multiplier) })
        {
            (Array64 param, Array64 m, Array64 v) = (Array64.Of(Start(name), Length), Array64.Zeros(Length), Array64.Zeros(Length));
            for (int step = 1; step <= Steps; step++)
            {
                (param, m, v) = update(param, Array64.Of(Slopes(name, step), Length), m, v, step, RateAt(step) * multiplier);
            }

            Assert.InRange(Comparison.RelativeError(ours.ToArray(), param.Values), 0, 2e-6);
        }
    }

    private static float RateAt(int step) => step < RateChange ? Rate : LaterRate;

    private static float[] Start(string name) => Drawn.Signed(new RandomSource(1, $"{name}/start"), Length);

    private static float[] Slopes(string name, int step) => Drawn.AwayFromZero(new RandomSource(1, $"{name}/{step}"), Length);

    private static Tensor Leaf(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }

    // Two groups, the second at half the rate. A step is recorded once; its gradients are given, as the factors of a sum.
    private sealed class Run : IDisposable
    {
        private readonly Device _device;
        private readonly Tensor _firstSlopes;
        private readonly Tensor _secondSlopes;
        private readonly RecordedStep _step;

        public Run(string spec, Func<ParameterGroup[], Optimizer> make)
        {
            _device = TestDevices.Open(spec);
            First = Leaf(Tensor.Plain(_device, Start("first"), Length));
            Second = Leaf(Tensor.Plain(_device, Start("second"), Length));
            _firstSlopes = Tensor.Full(_device, 0, false, Length);
            _secondSlopes = Tensor.Full(_device, 0, false, Length);
            Optimizer = make([new ParameterGroup([("first", First)]), new ParameterGroup([("second", Second)], Multiplier)]);
            _step = RecordedStep.Record(_device, () =>
            {
                Optimizer.ZeroGrad();
                ((First * _firstSlopes) + (Second * _secondSlopes)).Sum().Backward();
                Optimizer.Step();
            });
        }

        public Tensor First { get; }

        public Tensor Second { get; }

        public Optimizer Optimizer { get; }

        public void Steps(int from, int to)
        {
            for (int step = from; step <= to; step++)
            {
                Optimizer.LearningRate = RateAt(step);
                _firstSlopes.Upload(Slopes("first", step));
                _secondSlopes.Upload(Slopes("second", step));
                _step.Replay();
            }
        }

        public void Dispose()
        {
            _step.Dispose();
            Optimizer.Dispose();
            _firstSlopes.Dispose();
            _secondSlopes.Dispose();
            _device.Dispose();
        }
    }
}
