using Stn.Experiments;
using Stn.Models;
using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;
using StnEngine.Kernels;
using StnEngine.Layers;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class ColocalisationTests : IDisposable
{
    private const int Canvas = 84;
    private const ulong Seed = 7;
    private readonly Device _device = Devices.Open("cpu", 1);
    private readonly ImageSet _digits = Digits.Draw(800, 3);
    private readonly int[] _chosen;
    private readonly ClutterComposer _composer = new(Canvas, Canvas) { Patches = 0 };

    public ColocalisationTests() => _chosen = OfClass(_digits, 40);

    // Before the first step every window shows the whole image; a digit's image is a ninth of it.
    [Theory]
    [InlineData(0.10f, 40)]
    [InlineData(0.12f, 0)]
    public void CountFound_AtTheStart_ComparesTheWholeImageWithTheDigit(float leastOverlap, int expected)
    {
        using DigitEncoder encoder = Encoder();
        using Colocalisation search = Search(encoder, 1);
        Assert.Equal(expected, search.CountFound(leastOverlap));
    }

    // A window in the middle, as large as a digit: which digits lie there by chance is worked out here again.
    [Fact]
    public void CountFound_OfSmallWindows_CountsTheDigitsUnderThem()
    {
        using DigitEncoder encoder = Encoder();
        using Colocalisation search = Search(encoder, 1, learningRate: 0);
        search.Step(1);
        const int Middle = (Canvas - 28) / 2;
        int expected = 0;
        foreach (int digit in _chosen)
        {
            ImagePlace place = _composer.PlaceOf(_digits, digit, RandomStream.Key(Seed, "colocalisation", (ulong)digit));
            int width = Math.Max(0, 28 - Math.Abs(place.Left - Middle)), height = Math.Max(0, 28 - Math.Abs(place.Top - Middle));
            expected += width * height / (double)((2 * 28 * 28) - (width * height)) > 0.1 ? 1 : 0;
        }

        Assert.InRange(expected, 1, _chosen.Length - 1);
        Assert.Equal(expected, search.CountFound(0.1f));
    }

    // Random features tell ink from none, which is enough where nothing else lies about.
    [Fact]
    public void Steps_BringWindowsToTheDigits_AndLeaveTheEncoderAlone()
    {
        const int Steps = 150;
        using DigitEncoder encoder = Encoder();
        float[][] before = [.. encoder.NamedParameters().Select(p => p.Tensor.ToArray())];
        using Colocalisation search = Search(encoder, Steps, learningRate: 0.003f);
        for (int step = 0; step < Steps; step++)
        {
            search.Step(step);
        }

        Assert.InRange(search.CountFound(0.3f), 30, 40);
        Assert.Equal(before, encoder.NamedParameters().Select(p => p.Tensor.ToArray()));
    }

    public void Dispose() => _device.Dispose();

    private static int[] OfClass(ImageSet all, int count) => [.. Enumerable.Range(0, all.Count).Where(i => all.Labels[i] == 4).Take(count)];

    private DigitEncoder Encoder()
    {
        var encoder = new DigitEncoder(new ModuleContext(_device, Seed), 28, 10);
        encoder.Freeze();
        return encoder;
    }

    private Colocalisation Search(DigitEncoder encoder, int steps, float learningRate = 0.001f) =>
        new(_device, encoder, _composer, _digits, _chosen, Seed, steps, learningRate);
}
