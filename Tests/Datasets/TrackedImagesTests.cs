using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class TrackedImagesTests
{
    // Three classes of 10, 4 and 1 tracks, of 1 to 5 images that do not lie together; a pixel names its track.
    private static TrackedImages Some()
    {
        (byte Label, int Track)[] images =
        [
            .. Enumerable.Range(0, 15).SelectMany(track => Enumerable.Repeat(((byte)(track < 10 ? 0 : track < 14 ? 1 : 2), track), 1 + (track % 5))),
        ];
        new Random(5).Shuffle(images);
        ImageSet set = new("some", [.. images.Select(image => (byte)image.Track)], [.. images.Select(image => image.Label)], 1, 1, 1, ["a", "b", "c"]);
        return new TrackedImages(set, images.Select(image => image.Track));
    }

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(0.01, 1, 1)]
    [InlineData(0.2, 2, 1)]
    [InlineData(0.5, 5, 2)]
    [InlineData(0.999, 9, 3)]
    public void TrackedImages_Split_HoldsBackWholeTracksOfEveryClass(double fraction, int ofFirst, int ofSecond)
    {
        TrackedImages all = Some();
        (ImageSet train, ImageSet validation) = all.Split(fraction, 3);
        Assert.Empty(train.Pixels.Intersect(validation.Pixels));
        Assert.Equal(all.Images.Pixels.Order(), train.Pixels.Concat(validation.Pixels).Order());
        Assert.Equal([ofFirst, ofSecond, 0], [.. Enumerable.Range(0, 3).Select(label => TracksOf(validation, label))]);
    }

    [Fact]
    public void TrackedImages_Split_IsDecidedByItsSeed()
    {
        byte[][] held = [.. Enumerable.Range(0, 20).Select(seed => Some().Split(0.3, (ulong)(seed / 2)).Validation.Pixels)];
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(held[2 * i], held[(2 * i) + 1]));
        Assert.InRange(held.Select(Convert.ToHexString).Distinct().Count(), 8, 10);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void TrackedImages_AShareThatIsNone_IsRefused(double fraction)
        => Assert.Contains("Give a share from 0 to below 1.", Assert.Throws<ArgumentOutOfRangeException>(() => Some().Split(fraction, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void TrackedImages_AnotherNumberOfTracks_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TrackedImages(Some().Images, [1, 2]));
        Assert.Contains("images want as many track numbers, given 2.", error.Message, StringComparison.Ordinal);
    }

    private static int TracksOf(ImageSet set, int label) => set.Pixels.Where((_, i) => set.Labels[i] == label).Distinct().Count();
}
