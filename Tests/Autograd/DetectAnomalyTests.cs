using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Tests.Operations;
using Xunit;

namespace StnEngine.Tests.Autograd;

/// <summary>The first operation that makes a NaN or an infinity is named, with its place and its parameter, forward and back.</summary>
public sealed class DetectAnomalyTests
{
    // The last image lies alone in a ragged block.
    private const int Images = 17, Bad = 16;

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Forward_LogarithmOfZero_IsNamedWithItsModuleAndImage(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var model = new Sequential(new ModuleContext(device, 1), c => new Flatten(), c => new Sequential(c, _ => new Logarithm()));
        float[] numbers = Ones(Images * 3);
        numbers[(Bad * 3) + 1] = 0;
        NonFiniteException found = Detect(() => model.Forward(Tensor.Batch(device, numbers, Images, 3)).Sum().Backward());
        Assert.Equal(("Log", "1.0", null), (found.Operation, found.Module, found.Parameter));
        Assert.Equal([Bad], found.Images);
        Assert.Contains("Log in '1.0' (Logarithm) made -Infinity in 1 of 51 numbers, reading [17, 3] from 0 to 1", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Forward_OfANaNPixel_BlamesTheImageNotTheOperation(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using Sequential model = SmallModel(device);
        float[] pixels = Ones(Images * 16);
        pixels[Bad * 16] = float.NaN;
        NonFiniteException found = Detect(() => model.Forward(Tensor.Batch(device, pixels, Images, 1, 4, 4)));
        Assert.Equal(("Conv2d", "0", null), (found.Operation, found.Module, found.Parameter));
        Assert.Equal([Bad], found.Images);
        Assert.Contains("read a tensor of shape [17, 1, 4, 4] that no operation made, which holds NaN in 1 of 272 numbers", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Forward_OfANaNWeight_NamesTheParameter(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using Sequential model = SmallModel(device);
        (_, Tensor weight) = model.NamedParameters().First(p => p.Name == "3.weight");
        weight.Upload([1, 2, float.NaN, 4, .. Ones(4)]);
        Tensor images = Tensor.Full(device, 1, true, Images, 1, 4, 4);
        NonFiniteException found = Detect(() => model.Forward(images));
        Assert.Equal(("Linear", "3", "3.weight"), (found.Operation, found.Module, found.Parameter));
        Assert.Contains("Linear in '3' (Linear 8->1) read parameter '3.weight' of shape [1, 8], which holds NaN in 1 of 8 numbers", found.Message, StringComparison.Ordinal);
        Assert.Equal("3.weight", Assert.Throws<NonFiniteException>(() => DetectAnomaly.RequireFinite(model)).Parameter);
        Assert.Contains("theta of shape [1, 8] holds NaN", Assert.Throws<NonFiniteException>(() => DetectAnomaly.RequireFinite(weight, "theta")).Message, StringComparison.Ordinal);
    }

    // Forward all is finite: only the gradient overflows.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Backward_OfAGradientThatOverflows_NamesOperationAndParameter(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var model = new Factor(device, 1e-30f);
        NonFiniteException found = Detect(() => model.Forward(Tensor.Full(device, 1e30f, true, Images, 2)).Scale(1e20f).Sum().Backward());
        Assert.Equal(("Multiply", string.Empty, "factor"), (found.Operation, found.Module, found.Parameter));
        Assert.Contains("Multiply in Factor made Infinity in 1 of 1 numbers of the gradient of parameter 'factor'", found.Message, StringComparison.Ordinal);
        Assert.Contains("it had read [17, 2] from 1E+30 to 1E+30 and 'factor' [1] from 1E-30 to 1E-30", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_OfWhatWasNotFiniteBefore_SaysSo()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        using var model = new Factor(device, 2);
        Tensor input = Tensor.Full(device, 1, true, Images, 2), upstream = Tensor.Full(device, float.NaN, true, Images, 2);
        NonFiniteException given = Detect(() => model.Forward(input).Backward(upstream));
        Assert.Contains("the gradient that is given holds NaN in 34 of 34 numbers", given.Message, StringComparison.Ordinal);
        Assert.Equal(Images, given.Images.Count);
        model.Forward(input).Backward(upstream);
        NonFiniteException left = Detect(() => model.Forward(input).Sum().Backward());
        Assert.Equal("factor", left.Parameter);
        Assert.Contains("ZeroGrad", left.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Steps_ThatAreLookedAt_HaveTheSameBits(string spec)
    {
        float[][] expected = Train(spec, looks: false);
        SameBits.Assert(expected, Train(spec, looks: true), "looked at");
    }

    [Fact]
    public void IdleLanes_WhateverTheyHold_AreNoAnomaly()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        Tensor images = Tensor.Full(device, 1, true, Images, 2);
        IdleLanes.Poison(images);
        using DetectAnomaly watch = DetectAnomaly.Begin();
        Assert.Equal(2 * Images, images.Square().Sum().Item());
    }

    [Fact]
    public void Begin_UntilItsEnd_LooksOnThisThreadOnly()
    {
        using Device device = TestDevices.Open("cpu");
        using TensorScope scope = TensorScope.Begin();
        Tensor zero = Tensor.Full(device, 0, false, 1);
        using (DetectAnomaly.Begin())
        {
            DetectAnomaly inner = DetectAnomaly.Begin();
            inner.Dispose();
            inner.Dispose();
            Assert.True(DetectAnomaly.IsOn);
            bool elsewhere = true;
            var thread = new Thread(() => elsewhere = DetectAnomaly.IsOn);
            thread.Start();
            thread.Join();
            Assert.False(elsewhere);
            Assert.Throws<NonFiniteException>(zero.Log);
            using NoGrad noGrad = NoGrad.Begin();
            Assert.Throws<NonFiniteException>(zero.Log);
            Assert.Contains("Run the step eagerly", Assert.Throws<InvalidOperationException>(() => RecordedStep.Record(device, zero.Increment)).Message, StringComparison.Ordinal);
        }

        Assert.False(DetectAnomaly.IsOn);
        Assert.Equal(float.NegativeInfinity, zero.Log().Item());
    }

    private static NonFiniteException Detect(Action step)
    {
        using DetectAnomaly watch = DetectAnomaly.Begin();
        return Assert.Throws<NonFiniteException>(step);
    }

    private static float[][] Train(string spec, bool looks)
    {
        using Device device = TestDevices.Open(spec);
        using var net = new SmallNet(device, "adam");
        for (int i = 0; i < 2; i++)
        {
            using TensorScope scope = TensorScope.Begin();
            using DetectAnomaly? watch = looks ? DetectAnomaly.Begin() : null;
            net.Upload(i);
            net.Step();
        }

        return [.. net.Parameters];
    }

    private static Sequential SmallModel(Device device) => new(
        new ModuleContext(device, 1), c => new Conv2d(c, 1, 2, 3), c => new Relu(), c => new Flatten(), c => new Linear(c, 8, 1));

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private sealed class Logarithm : Module
    {
        protected override Tensor Run(Tensor input) => input.Log();
    }

    private sealed class Factor : Module
    {
        private readonly Tensor _factor;

        public Factor(Device device, float value)
        {
            _factor = AddParameter("factor", Tensor.Plain(device, [value], 1));
            _factor.RequiresGrad = true;
        }

        protected override Tensor Run(Tensor input) => input * _factor;
    }
}
