using StnEngine.Datasets;

namespace StnEngine.Tests.Datasets.Scenes;

/// <summary>Images each of one grey of its own: of any pixel of a sample one can say whose it is.</summary>
internal static class MarkedImages
{
    // Bright enough for a patch to count as inked.
    private const int FirstGrey = 60;

    public static ImageSet Of(int count, int size = 8) => new(
        "marked", [.. Enumerable.Range(0, count * size * size).Select(i => Grey(i / (size * size)))],
        [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], 1, size, size, Digits.ClassNames);

    public static byte Grey(int index) => (byte)(FirstGrey + index);

    /// <summary>Positions of the images whose pixels these are.</summary>
    public static IEnumerable<int> In(IEnumerable<float> sample) => sample.Where(v => v > 0).Distinct().Select(v => (int)Math.Round(v * 255) - FirstGrey);
}
