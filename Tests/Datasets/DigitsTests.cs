using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class DigitsTests
{
    [Fact]
    public void Digits_AnImage_DependsOnSeedAndIndexAlone()
    {
        ImageSet many = Digits.Draw(100, 7);
        ImageSet few = Digits.Draw(13, 7);
        Assert.Equal(many.Take(13).Pixels, few.Pixels);
        Assert.Equal(many.Take(13).Labels, few.Labels);
        Assert.NotEqual(few.Pixels, Digits.Draw(13, 8).Pixels);
    }

    [Fact]
    public void Digits_EveryTen_HoldEachClassOnceInAnOrderOfTheirOwn()
    {
        byte[] labels = Digits.Draw(200, 1).Labels;
        Assert.All(labels.Chunk(10), ten => Assert.Equal([.. Enumerable.Range(0, 10).Select(digit => (byte)digit)], ten.Order().ToArray()));
        Assert.True(labels.Chunk(10).Select(Convert.ToHexString).Distinct().Count() > 15);
    }

    [Fact]
    public void Digits_NoTwoImages_AreAlike()
    {
        ImageSet set = Digits.Draw(1000, 1);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(i => Convert.ToHexString(set.Image(i))).Distinct().Count());
    }

    [Fact]
    public void Digits_TheInk_StaysInsideTheFrameAndNearItsMiddle()
    {
        ImageSet set = Digits.Draw(2000, 3);
        for (int i = 0; i < set.Count; i++)
        {
            InkBox box = InkBox.Of(set.Image(i), Digits.Size, Digits.Size);
            Assert.True(box is { Left: > 0, Top: > 0, Right: < Digits.Size - 1, Bottom: < Digits.Size - 1 }, $"image {i}: {box}");
            Assert.InRange(Math.Max(box.Width, box.Height), 12, 23);
            Assert.InRange(box.Left + box.Right, 27 - 12, 27 + 12);
        }
    }

    [Fact]
    public void Digits_ALinearClassifier_LearnsThemButNotWell()
    {
        float accuracy = SoftmaxRegression.Accuracy(Digits.Draw(20000, 1), Digits.Draw(5000, 2), epochs: 8);
        Assert.InRange(accuracy, 0.60, 0.93);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    public void Digits_AnyCount_IsDrawn(int count) => Assert.Equal(count, Digits.Draw(count, 1).Count);
}
