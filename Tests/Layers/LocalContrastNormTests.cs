using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Tests.Operations;
using Xunit;

namespace StnEngine.Tests.Layers;

public sealed class LocalContrastNormTests
{
    private const int N = 3, C = 2, H = 6, W = 9, Window = 5;

    public static TheoryData<string> Devices => TestDevices.Rows;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Maps_AreThoseOfTheDefinition(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var layer = new LocalContrastNorm(device, C, H, W, Window);
        float[] maps = Drawn.Signed(new RandomSource(1, "maps"), N * C * H * W);
        float[] output = layer.Forward(Tensor.Batch(device, maps, N, C, H, W)).ToArray();
        double[] expected = Normalised(maps);
        for (int i = 0; i < output.Length; i++)
        {
            Assert.InRange(output[i] - expected[i], -2e-4, 2e-4);
        }
    }

    // Twice the light and three times the contrast change nothing.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Maps_OfBrighterImages_AreTheSame(string spec)
    {
        using Device device = TestDevices.Open(spec);
        using TensorScope scope = TensorScope.Begin();
        using var layer = new LocalContrastNorm(device, C, H, W, Window, epsilon: 0);
        float[] maps = Drawn.Signed(new RandomSource(2, "maps"), N * C * H * W);
        float[] plain = layer.Forward(Tensor.Batch(device, maps, N, C, H, W)).ToArray();
        float[] bright = layer.Forward(Tensor.Batch(device, Array.ConvertAll(maps, v => (3 * v) + 2), N, C, H, W)).ToArray();
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.InRange(bright[i] - plain[i], -1e-3, 1e-3);
        }
    }

    [Fact]
    public void AnEvenWindow_IsRefused()
    {
        using Device device = TestDevices.Open("cpu");
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new LocalContrastNorm(device, 1, 8, 8, window: 4));
        Assert.Contains("an odd side is wanted", error.Message, StringComparison.Ordinal);
    }

    // Straight from the definition: a weighted mean over a window of all channels, of what lies inside.
    private static double[] Normalised(float[] maps)
    {
        double[] centred = new double[maps.Length];
        double[] output = new double[maps.Length];
        Each((n, c, y, x) => centred[At(n, c, y, x)] = maps[At(n, c, y, x)] - Mean(maps.Select(v => (double)v).ToArray(), n, y, x));
        double[] squares = [.. centred.Select(v => v * v)];
        Each((n, c, y, x) => output[At(n, c, y, x)] = centred[At(n, c, y, x)] / Math.Sqrt(Mean(squares, n, y, x) + 1e-4));
        return output;
    }

    private static double Mean(double[] values, int n, int y, int x)
    {
        (double sum, double weights) = (0, 0);
        for (int dy = -2; dy <= 2; dy++)
        {
            for (int dx = -2; dx <= 2; dx++)
            {
                if (y + dy is >= 0 and < H && x + dx is >= 0 and < W)
                {
                    double weight = Math.Exp(-0.5 * ((dy * dy) + (dx * dx)));
                    for (int c = 0; c < C; c++)
                    {
                        sum += weight * values[At(n, c, y + dy, x + dx)];
                        weights += weight;
                    }
                }
            }
        }

        return sum / weights;
    }

    private static int At(int n, int c, int y, int x) => (((((n * C) + c) * H) + y) * W) + x;

    private static void Each(Action<int, int, int, int> action)
    {
        for (int i = 0; i < N * C * H * W; i++)
        {
            action(i / (C * H * W), i / (H * W) % C, i / W % H, i % W);
        }
    }
}
