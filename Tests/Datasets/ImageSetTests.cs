using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class ImageSetTests
{
    private static readonly string[] Classes = ["no", "yes"];

    private static ImageSet Three() => new("three", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [0, 1, 1], 2, 1, 2, Classes);

    [Fact]
    public void ImageSet_Image_IsItsStretchOfThePixels() => Assert.Equal([5, 6, 7, 8], Three().Image(1).ToArray());

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void ImageSet_AnImageThatIsNotThere_IsRefused(int index)
        => Assert.Throws<ArgumentOutOfRangeException>(() => Three().Image(index).Length);

    [Fact]
    public void ImageSet_Subset_KeepsTheGivenOrder()
    {
        ImageSet subset = Three().Subset([2, 0, 2]);
        Assert.Equal([9, 10, 11, 12, 1, 2, 3, 4, 9, 10, 11, 12], subset.Pixels);
        Assert.Equal([1, 0, 1], subset.Labels);
    }

    [Fact]
    public void ImageSet_Take_GivesNoMoreThanThereIs()
    {
        Assert.Equal([1, 2, 3, 4], Three().Take(1).Pixels);
        Assert.Equal(3, Three().Take(100).Count);
    }

    [Fact]
    public void ImageSet_WrongPixelCount_NamesBothNumbers()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ImageSet("odd", new byte[5], [0, 1], 1, 1, 3, Classes));
        Assert.Contains("odd: 2 labels and 1x1x3 images want 6 pixels, given 5.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImageSet_ALabelWithoutAName_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ImageSet("odd", new byte[2], [0, 2], 1, 1, 1, Classes));
        Assert.Contains("label 2 of image 1 is beyond the 2 classes", error.Message, StringComparison.Ordinal);
    }
}
