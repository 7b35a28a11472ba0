using StnEngine.Datasets;
using StnEngine.Datasets.Scenes;
using Xunit;

namespace StnEngine.Tests.Datasets.Scenes;

public sealed class ComposerBatchTests
{
    private static readonly ImageSet Set = Digits.Draw(50, 1);

    private static readonly BatchOptions Sums = new()
    {
        BatchSize = 16,
        Shuffle = true,
        Seed = 5,
        Composer = new AdditionComposer(Distorter.Create(Distortion.RotationTranslationScale)),
        Mean = [0.1f, 0.2f],
        Std = [0.3f],
    };

    private static readonly BatchOptions Clutter = Sums with { Composer = new ClutterComposer(60, 50), Mean = [0.1f] };

    [Fact]
    public void BatchLoader_OfAComposer_HasTheFormOfItsSamples()
    {
        using BatchLoader loader = new(Set, Sums);
        Assert.Equal((2, 42, 42, 19), (loader.Channels, loader.Height, loader.Width, loader.ClassNames.Count));
        using BatchLoader clutter = new(Set, Clutter);
        Assert.Equal((1, 60, 50, 10), (clutter.Channels, clutter.Height, clutter.Width, clutter.ClassNames.Count));
    }

    [Fact]
    public void BatchLoader_OfAComposer_NormalisesWhatItMakes()
    {
        using BatchLoader loader = new(Set, Sums);
        float[] sample = new float[2 * 42 * 42];
        foreach (Batch batch in loader.Epoch(3))
        {
            for (int n = 0; n < batch.Count; n++)
            {
                int label = Sums.Composer!.Compose(Set, batch.Indices[n], sample, StnEngine.Datasets.RandomStream.Key(5, "augment", 3, (ulong)batch.Indices[n]));
                Assert.Equal(label, batch.Labels[n]);
                Assert.Equal(sample.Select((v, i) => (v - (i < 42 * 42 ? 0.1f : 0.2f)) / 0.3f), batch.Images.Skip(n * sample.Length).Take(sample.Length));
            }
        }
    }

    [Fact]
    public void BatchLoader_OfAComposer_GivesTheSameBitsForAnyThreadsAndBatchSize()
    {
        foreach (BatchOptions options in new[] { Sums, Clutter })
        {
            float[] expected = Everything(options, 2);
            Assert.Equal(expected, Everything(options with { Threads = 4, QueueDepth = 1 }, 2));
            Assert.Equal(expected, Everything(options with { BatchSize = 7 }, 2));
        }
    }

    [Fact]
    public void BatchLoader_OfAComposer_DrawsAnewEachEpochUnlessFixed()
    {
        BatchOptions inOrder = Sums with { Shuffle = false };
        Assert.NotEqual(Everything(inOrder, 0), Everything(inOrder, 1));
        inOrder = inOrder with { FixedDistortion = true };
        Assert.Equal(Everything(inOrder, 0), Everything(inOrder, 7));
    }

    [Fact]
    public void BatchLoader_WhatAComposerCannotDo_IsRefused()
    {
        Refuse("AdditionComposer and a AffineDistorter are given", Sums with { Distorter = Distorter.Create(Distortion.None) });
        Refuse("PicksOnly: what a AdditionComposer makes can be made only here", Sums with { PicksOnly = true });
        Refuse("ClutterComposer: digits seed 1 has 1 images; 2 or more are wanted.", Clutter, Set.Take(1));
        Refuse("Mean has 2 numbers; a sample of digits seed 1 has 1 channels", Clutter with { Mean = [0, 0] });
    }

    private static void Refuse(string wanted, BatchOptions options, ImageSet? set = null)
        => Assert.Contains(wanted, Assert.Throws<ArgumentException>(() => new BatchLoader(set ?? Set, options)).Message, StringComparison.Ordinal);

    // Images, then labels.
    private static float[] Everything(BatchOptions options, int epoch)
    {
        using BatchLoader loader = new(Set, options);
        int size = loader.Channels * loader.Height * loader.Width;
        List<float> images = [], labels = [];
        foreach (Batch batch in loader.Epoch(epoch))
        {
            images.AddRange(batch.Images[..(batch.Count * size)]);
            labels.AddRange(batch.Labels[..batch.Count]);
        }

        return [.. images, .. labels];
    }
}
