using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Operations;

/// <summary>The random mask itself; that dropout multiplies by it is the case list's business.</summary>
public sealed class DropoutTests
{
    private const ulong Key = 42;

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Mask_HasItsProportionAndItsScale(string spec)
    {
        foreach (float probability in new[] { 0.1f, 0.5f, 0.8f })
        {
            float[] mask = Mask(spec, probability, 0, 33, 7, 10, 10);
            Assert.All(mask, value => Assert.True(value is 0 || value == 1 / (1 - probability)));
            double dropped = mask.Count(value => value == 0) / (double)mask.Length;

            // Five standard deviations of a fair draw.
            Assert.InRange(dropped - probability, -5 * Math.Sqrt(0.25 / mask.Length), 5 * Math.Sqrt(0.25 / mask.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Mask_OfProbabilityZero_KeepsEverything(string spec) => Assert.All(Mask(spec, 0, 3, 17, 5), value => Assert.Equal(1, value));

    [Theory]
    [MemberData(nameof(Devices))]
    public void Mask_IsAFunctionOfKeyAndCounter(string spec)
    {
        float[] mask = Mask(spec, 0.5f, 3, 17, 30);
        Assert.Equal(mask, Mask(spec, 0.5f, 3, 17, 30));
        Assert.Equal(mask, Mask("cpu", 0.5f, 3, 17, 30));
        Assert.NotEqual(mask, Mask(spec, 0.5f, 4, 17, 30));
        Assert.NotEqual(mask, Mask(spec, 0.5f, 3, 17, 30, key: Key + 1));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Mask_OfAnImage_IsTheSameInAnyBatch(string spec)
    {
        float[] one = Mask(spec, 0.5f, 3, 1, 30), many = Mask(spec, 0.5f, 3, 40, 30);
        Assert.Equal(one, many[..30]);
        Assert.Equal(Mask(spec, 0.5f, 3, 17, 30), many[..(17 * 30)]);
        Assert.Equal(40, many.Chunk(30).Select(m => string.Concat(m)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Dropout2d_DropsWholeChannels(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        Tensor output = Tensor.Full(device, 1, true, 33, 9, 2, 3).Dropout2d(0.5f, Key, Tensor.Plain(device, [0]));
        float[][] channels = [.. output.ToArray().Chunk(6)];
        Assert.All(channels, channel => Assert.Single(channel.Distinct()));
        Assert.InRange(channels.Count(c => c[0] == 0), 33 * 9 * 0.35, 33 * 9 * 0.65);
    }

    [Fact]
    public void Dropout_OfAProbabilityOutsideItsRange_SaysSo()
    {
        using Device device = TestDevices.Open("cpu", 1);
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Tensor.Full(device, 1, true, 2, 2), counter = Tensor.Plain(device, [0]);
        foreach (float probability in new[] { -0.1f, 1, float.NaN })
        {
            ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => input.Dropout(probability, Key, counter));
            Assert.Contains("Dropout", refusal.Message, StringComparison.Ordinal);
        }
    }

    // The known answers that come with the authors' own implementation.
    [Theory]
    [InlineData(0u, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xfffffffffffffffful, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    public void Philox_OnItsKnownAnswers_Agrees(uint word, ulong key, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Next(word, word, word, word, key));

    [Fact]
    public void Philox_OnTheDigitsOfPi_Agrees() => Assert.Equal(
        (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
        Philox.Next(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0x299f31d0a4093822));

    private static float[] Mask(string spec, float probability, float counter, int images, int features, int height = 1, int width = 1, ulong key = Key)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        return Tensor.Full(device, 1, true, images, features, height, width).Dropout(probability, key, Tensor.Plain(device, [counter])).ToArray();
    }
}
