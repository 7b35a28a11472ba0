using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;
using Xunit;

namespace StnEngine.Tests.Datasets.Scenes;

public sealed class AdditionComposerTests
{
    private const int Plane = 42 * 42;
    private static readonly ImageSet Set = Digits.Draw(60, 4);
    private static readonly AdditionComposer Sums = new(Distorter.Create(Distortion.RotationTranslationScale));

    [Fact]
    public void AdditionComposer_ASample_ShowsTheDigitAndAnyOtherAndSumsThem()
    {
        ImageSet set = MarkedImages.Of(13);
        AdditionComposer plain = new(Distorter.Create(Distortion.None, 8, 8));
        for (int index = 0; index < 13; index++)
        {
            HashSet<int> seen = [];
            for (int key = 0; key < 150; key++)
            {
                float[] sample = new float[2 * 64];
                int label = plain.Compose(set, index, sample, (ulong)key);
                int second = MarkedImages.In(sample[64..]).Single();
                Assert.Equal([index], MarkedImages.In(sample[..64]));
                Assert.Equal(set.Labels[index] + set.Labels[second], label);
                seen.Add(second);
            }

            Assert.Equal(Enumerable.Range(0, 13).Except([index]), seen.Order());
        }
    }

    [Fact]
    public void AdditionComposer_EqualKeys_GiveEqualSamples()
    {
        Assert.Equal((2, 42, 42), (Sums.Channels, Sums.Height, Sums.Width));
        Assert.Equal(Compose(Set, 3, 5), Compose(Set, 3, 5));
        Assert.NotEqual(Compose(Set, 3, 5), Compose(Set, 3, 6));
    }

    [Fact]
    public void AdditionComposer_BothDigits_AreDistortedEachForItself()
    {
        ImageSet twins = Set.Subset([7, 7]);
        Assert.All(Enumerable.Range(0, 20), key =>
        {
            float[] sample = Compose(twins, 0, (ulong)key);
            Assert.NotEqual(sample[..Plane], sample[Plane..]);
            Assert.True(sample[..Plane].Sum() > 10 && sample[Plane..].Sum() > 10);
        });
    }

    [Fact]
    public void AdditionComposer_Classes_AreTheSums()
        => Assert.Equal(Enumerable.Range(0, 19).Select(sum => $"{sum}"), Sums.ClassNamesOf(Set));

    [Fact]
    public void AdditionComposer_WhatCannotBeAdded_IsNamed()
    {
        ImageSet clothes = new("clothes", new byte[2], [0, 1], 1, 1, 1, FashionMnist.ClassNames);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Sums.Compose(clothes, 0, new float[2 * Plane], 1));
        Assert.Contains($"AdditionComposer: class 0 of clothes is '{FashionMnist.ClassNames[0]}'", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Sums.Compose(Set.Take(1), 0, new float[2 * Plane], 1));
        Assert.Contains("digits seed 4 has 1 images; 2 or more are wanted", error.Message, StringComparison.Ordinal);
    }

    private static float[] Compose(ImageSet set, int index, ulong key)
    {
        float[] sample = [.. Enumerable.Repeat(7f, 2 * Plane)];
        Sums.Compose(set, index, sample, key);
        return sample;
    }
}
