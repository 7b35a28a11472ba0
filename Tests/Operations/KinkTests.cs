using StnEngine.Kernels;
using StnEngine.Tests.Reference;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>Ties and points without a slope, where numeric gradients cannot judge: what is promised there, by hand.</summary>
public sealed class KinkTests
{
    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void MaxPool2d_OnATie_GivesTheGradientToTheFirst(string spec)
    {
        // Overlapping windows, 17 images; image n has its tie at positions n % 3 and later ones.
        const int Images = 17;
        float[] values = new float[Images * 4];
        float[] expected = new float[Images * 4];
        for (int n = 0; n < Images; n++)
        {
            for (int x = 0; x < 4; x++)
            {
                values[(n * 4) + x] = x < n % 3 ? -1 : 5;
            }

            // Windows 0..2 and 1..3 send 10 and 1.
            expected[(n * 4) + (n % 3)] += 10;
            expected[(n * 4) + Math.Max(n % 3, 1)] += 1;
        }

        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Leaf(Tensor.Batch(device, values, Images, 1, 1, 4));
        Tensor output = input.MaxPool2d(new(1, 3), 1);
        output.Backward(Tensor.Batch(device, [.. Enumerable.Range(0, Images).SelectMany(_ => new float[] { 10, 1 })], Images, 1, 1, 2));
        Assert.Equal(expected, input.Grad!.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void MaxPool2d_OfAllEqual_ReadsRowByRow(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Leaf(Tensor.Batch(device, [0, 7, 7, 7], 1, 1, 2, 2));
        input.MaxPool2d(2).Backward(Tensor.Full(device, 3, true, 1, 1, 1, 1));
        Assert.Equal([0, 3, 0, 0], input.Grad!.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void MaxPool2d_OfANaN_IsNaN(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor output = Tensor.Batch(device, [1, float.NaN, 3, 4, 5, 6, 7, 8], 2, 1, 2, 2).MaxPool2d(2);
        Assert.Equal([float.NaN, 8], output.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void MaxPool2d_OnPadding_NeverPicksIt(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor output = Tensor.Full(device, -5, true, 3, 1, 3, 3).MaxPool2d(2, 2, 1);
        Assert.All(output.ToArray(), value => Assert.Equal(-5, value));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Relu_AtZero_HasNoSlope(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Leaf(Tensor.Plain(device, [-1, -0f, 0, float.Epsilon, 1, float.NaN, float.PositiveInfinity], 7));
        Tensor output = input.Relu();
        output.Backward(Tensor.Full(device, 2, false, 7));
        Assert.Equal([0, 0, 0, float.Epsilon, 1, float.NaN, float.PositiveInfinity], output.ToArray());
        Assert.Equal([0, 0, 0, 2, 2], input.Grad!.ToArray()[..5]);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Max_OnATie_GivesTheGradientToTheFirst(string spec)
    {
        // 17 images of three rows; the first maximum of a column is in row n % 3, and every later row equals it.
        const int Images = 17;
        float[] values = new float[Images * 6];
        float[] expected = new float[Images * 6];
        for (int i = 0; i < values.Length; i++)
        {
            (int n, int row, int column) = (i / 6, i / 2 % 3, i % 2);
            values[i] = row < n % 3 ? -1 : 5;
            expected[i] = row == n % 3 ? 10 + column : 0;
        }

        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Leaf(Tensor.Batch(device, values, Images, 3, 2));
        input.Max(1).Backward(Tensor.Batch(device, [.. Enumerable.Range(0, Images).SelectMany(_ => new float[] { 10, 11 })], Images, 2));
        Assert.Equal(expected, input.Grad!.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Max_OfANaN_IsNaNAndSendsTheGradientThere(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        float[] values = [1, float.NaN, float.NaN, 7, -0f, 0, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity];
        foreach (bool batched in new[] { false, true })
        {
            Tensor input = Leaf(batched ? Tensor.Batch(device, values, 3, 3) : Tensor.Plain(device, values, 3, 3));
            Tensor output = input.Max(-1);
            output.Backward(Tensor.Full(device, 2, batched, 3));
            Assert.Equal([float.NaN, 7, float.NegativeInfinity], output.ToArray());
            Assert.Equal([0, 2, 0, 2, 0, 0, 2, 0, 0], input.Grad!.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void CrossEntropy_OfHugeScores_StaysFinite(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor scores = Leaf(Tensor.Batch(device, [1e4f, -1e4f, -200, 200], 2, 2));
        Tensor loss = scores.CrossEntropy(Tensor.Batch(device, [1, 1], 2));
        loss.Backward();
        Assert.Equal(1e4f, loss.Item());
        Assert.InRange(Comparison.RelativeError(scores.Grad!.ToArray(), [0.5f, -0.5f, 0, 0]), 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Losses_OfALabelThatIsNoClass_AreNaN(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor scores = Tensor.Full(device, 0, true, 2, 3);
        foreach (float label in new[] { -1, 3, float.NaN, 1e30f })
        {
            Tensor labels = Tensor.Batch(device, [0, label], 2);
            Assert.Equal(float.NaN, scores.CrossEntropy(labels).Item());
            Assert.Equal(float.NaN, scores.NegativeLogLikelihood(labels).Item());
            Assert.Equal(1, scores.CountCorrect(labels).Item());
        }
    }

    private static Tensor Leaf(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }
}
