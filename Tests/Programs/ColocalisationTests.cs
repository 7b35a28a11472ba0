using Stn.Experiments;
using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;
using StnEngine.Kernels;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class ColocalisationTests : IDisposable
{
    private const int Canvas = 84;
    private const ulong Seed = 7;
    private readonly Device _device = Devices.Open("cpu", 1);
    private readonly ImageSet _digits = Digits.Draw(10_000, 3);
    private readonly int[] _chosen;
    private readonly ClutterComposer _composer = new(Canvas, Canvas) { Patches = 0 };

    public ColocalisationTests() => _chosen = OfClass(_digits, 40);

    // Before the first step every window shows the whole image; a digit's image is a ninth of it.
    [Theory]
    [InlineData(0.05f, 40)]
    [InlineData(0.12f, 0)]
    public void CountFound_AtTheStart_ComparesTheWholeImageWithTheDigit(float leastOverlap, int expected)
    {
        using TrainedEncoder encoder = Encoder();
        using Colocalisation search = Search(encoder, 1);
        Assert.Equal(expected, search.CountFound(leastOverlap));
    }

    // Windows near the middle, as large as a digit: which digits lie there by chance is worked out here again.
    [Fact]
    public void CountFound_OfSmallWindows_CountsTheDigitsUnderThem()
    {
        using TrainedEncoder encoder = Encoder();
        using Colocalisation search = Search(encoder, 1, learningRate: 0);
        search.Step(1);
        float[] windows = search.Windows();
        int expected = 0;
        for (int i = 0; i < _chosen.Length; i++)
        {
            ImagePlace place = _composer.PlaceOf(_digits, _chosen[i], RandomStream.Key(Seed, "colocalisation", (ulong)_chosen[i]));
            double left = (windows[(3 * i) + 1] * Canvas / 2) + ((Canvas - 28) / 2), top = (windows[(3 * i) + 2] * Canvas / 2) + ((Canvas - 28) / 2);
            double width = Math.Max(0, 28 - Math.Abs(place.Left - left)), height = Math.Max(0, 28 - Math.Abs(place.Top - top));
            expected += width * height / ((2 * 28 * 28) - (width * height)) > 0.1 ? 1 : 0;
        }

        Assert.InRange(expected, 1, _chosen.Length - 1);
        Assert.Equal(expected, search.CountFound(0.1f));
    }

    // What a step is for, in seconds: windows of large size begin to follow the digits. The whole schedule takes half a minute.
    [Fact]
    public void Steps_LetWindowsFollowTheDigits_AndLeaveTheEncoderAlone()
    {
        const int Steps = 300, LargeSteps = 80;
        using TrainedEncoder encoder = Encoder();
        float[][] before = [.. encoder.Encoder.NamedParameters().Select(p => p.Tensor.ToArray())];
        using Colocalisation search = Search(encoder, Steps, learningRate: 0.002f);
        for (int step = 0; step < LargeSteps; step++)
        {
            search.Step(step);
        }

        float[] windows = search.Windows();
        ImagePlace[] places = [.. _chosen.Select(digit => _composer.PlaceOf(_digits, digit, RandomStream.Key(Seed, "colocalisation", (ulong)digit)))];
        Assert.InRange(Correlation(places.Select(p => p.Left), windows.Where((_, i) => i % 3 == 1)), 0.8, 1);
        Assert.InRange(Correlation(places.Select(p => p.Top), windows.Where((_, i) => i % 3 == 2)), 0.8, 1);
        Assert.Equal(before, encoder.Encoder.NamedParameters().Select(p => p.Tensor.ToArray()));
    }

    public void Dispose() => _device.Dispose();

    private static int[] OfClass(ImageSet all, int count) => [.. Enumerable.Range(0, all.Count).Where(i => all.Labels[i] == 4).Take(count)];

    private static double Correlation(IEnumerable<int> left, IEnumerable<float> right)
    {
        (double[] a, double[] b) = (Centred(left.Select(v => (double)v)), Centred(right.Select(v => (double)v)));
        return Product(a, b) / Math.Sqrt(Product(a, a) * Product(b, b));

        static double[] Centred(IEnumerable<double> values)
        {
            double mean = values.Average();
            return [.. values.Select(v => v - mean)];
        }

        static double Product(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
    }

    private TrainedEncoder Encoder() => new(_device, _digits, Seed, CancellationToken.None);

    private Colocalisation Search(TrainedEncoder encoder, int steps, float learningRate = 0.001f) =>
        new(_device, encoder.Encoder, _composer, _digits, _chosen, Seed, steps, learningRate);
}
