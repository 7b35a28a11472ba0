using StnEngine.Kernels;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Functions of one number where a float is at its limits, by hand.</summary>
public sealed class ExtremeValueTests
{
    private const float Inf = float.PositiveInfinity;

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sigmoid_FarOut_IsZeroOrOneWithNoSlope(string spec) => Check(
        spec, t => t.Sigmoid(),
        [-Inf, -3e38f, -200, -0f, 0, 200, 3e38f, Inf, float.NaN],
        [0, 0, 0, 0.5f, 0.5f, 1, 1, 1, float.NaN],
        [0, 0, 0, 0.25f, 0.25f, 0, 0, 0, float.NaN]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Tanh_FarOutAndAtZero_IsExact(string spec) => Check(
        spec, t => t.Tanh(),
        [-Inf, -3e38f, -50, -1e-30f, -0f, 0, 1e-30f, 50, 3e38f, Inf, float.NaN],
        [-1, -1, -1, -1e-30f, -0f, 0, 1e-30f, 1, 1, 1, float.NaN],
        [0, 0, 0, 1, 1, 1, 1, 0, 0, 0, float.NaN]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Tanh_OfEverySize_KeepsItsDigits(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        float[] values = [.. Enumerable.Range(0, 2000).Select(i => MathF.Pow(10, -6 + (i / 285f)) * (i % 2 == 0 ? 1 : -1))];
        float[] ours = Tensor.Plain(device, values, values.Length).Tanh().ToArray();
        Assert.All(values.Zip(ours), pair => Assert.InRange(Math.Abs((pair.Second / Math.Tanh(pair.First)) - 1), 0, 3e-7));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Exp_FarOut_IsZeroOrInfinite(string spec) => Check(
        spec, t => t.Exp(), [-Inf, -200, 0, 200, Inf, float.NaN], [0, 0, 1, Inf, Inf, float.NaN], [0, 0, 1, Inf, Inf, float.NaN]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Log_AtAndBelowZero_IsInfiniteOrNaN(string spec) => Check(
        spec, t => t.Log(), [-1, 0, 1, 4, Inf, float.NaN], [float.NaN, -Inf, 0, 1.3862944f, Inf, float.NaN], [-1, Inf, 1, 0.25f, 0, float.NaN]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Negate_OfZero_IsMinusZero(string spec) => Check(spec, t => -t, [0, -0f, Inf], [-0f, 0, -Inf], [-1, -1, -1]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void LeakyRelu_AtZero_HasTheSlopeBelow(string spec) => Check(
        spec, t => t.LeakyRelu(0.25f), [-4, -0f, 0, 4, -Inf, Inf, float.NaN], [-1, 0, 0, 4, -Inf, Inf, float.NaN], [0.25f, 0.25f, 0.25f, 1, 0.25f, 1, 0.25f]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Divide_ByZero_IsInfiniteOrNaN(string spec) => Check(
        spec, t => t / Tensor.Plain(t.Device, [0, -0f, 0, 4], 4), [1, 1, 0, 1], [Inf, -Inf, float.NaN, 0.25f], [Inf, -Inf, Inf, 0.25f]);

    // An upstream gradient of ones: the slopes themselves.
    private static void Check(string spec, Func<Tensor, Tensor> run, float[] values, float[] expected, float[] slopes)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();

        // Repeated, so that whole vectors and the remainder are both met.
        Tensor input = Tensor.Plain(device, [.. values, .. values, .. values], 3, values.Length);
        input.RequiresGrad = true;
        Tensor output = run(input);
        output.Backward(Tensor.Full(device, 1, false, 3, values.Length));
        for (int copy = 0; copy < 3; copy++)
        {
            AssertSame(expected, output.ToArray()[(copy * values.Length)..][..values.Length]);
            AssertSame(slopes, input.Grad!.ToArray()[(copy * values.Length)..][..values.Length]);
        }
    }

    private static void AssertSame(float[] expected, float[] ours)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Comparison.RelativeError([ours[i]], [expected[i]]);
            Assert.True(error <= 1e-6, FormattableString.Invariant($"element {i} is {ours[i]:G9}, not {expected[i]:G9}."));
            Assert.True(expected[i] != 0 || float.IsNegative(expected[i]) == float.IsNegative(ours[i]) || ours[i] != 0, $"element {i} has the wrong zero.");
        }
    }
}
