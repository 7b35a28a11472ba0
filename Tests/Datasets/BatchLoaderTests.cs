using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class BatchLoaderTests
{
    private static readonly ImageSet Set = Digits.Draw(50, 1);

    private static readonly BatchOptions Distorted = new()
    {
        BatchSize = 16,
        Shuffle = true,
        Seed = 5,
        Distorter = Distorter.Create(Distortion.RotationTranslationScale),
        Mean = [0.1f],
        Std = [0.3f],
    };

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void BatchLoader_AnyNumberOfThreads_GivesTheSameBits(int threads)
        => Assert.Equal(Everything(Distorted, 3), Everything(Distorted with { Threads = threads, QueueDepth = 1 }, 3));

    [Fact]
    public void BatchLoader_AnEpoch_GivesEveryImageOnceWithItsLabel()
    {
        using BatchLoader loader = new(Set, Distorted);
        List<int> seen = [];
        foreach (Batch batch in loader.Epoch(0))
        {
            int[] indices = batch.Indices[..batch.Count];
            Assert.Equal(indices.Select(index => (float)Set.Labels[index]), batch.Labels[..batch.Count]);
            seen.AddRange(indices);
        }
        Assert.NotEqual(Enumerable.Range(0, 50), seen);
        Assert.Equal(Enumerable.Range(0, 50), seen.Order());
    }

    [Fact]
    public void BatchLoader_Epochs_HaveOrdersAndDistortionsOfTheirOwn()
    {
        Assert.NotEqual(Order(Distorted, 0), Order(Distorted, 1));
        Assert.Equal(Order(Distorted, 1), Order(Distorted, 1));
        Assert.NotEqual(Order(Distorted, 0), Order(Distorted with { Seed = 6 }, 0));
        BatchOptions inOrder = Distorted with { Shuffle = false };
        Assert.Equal(Enumerable.Range(0, 50), Order(inOrder, 1));
        Assert.NotEqual(Everything(inOrder, 0), Everything(inOrder, 1));
    }

    [Fact]
    public void BatchLoader_FixedDistortion_IsTheSameInEveryEpoch()
    {
        BatchOptions test = Distorted with { Shuffle = false, FixedDistortion = true };
        Assert.Equal(Everything(test, 0), Everything(test, 7));
    }

    [Fact]
    public void BatchLoader_BatchSize_ChangesNoImage()
        => Assert.Equal(Everything(Distorted, 2), Everything(Distorted with { BatchSize = 7 }, 2));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void BatchLoader_FromABatchOn_GivesTheSameBatches(int firstBatch)
    {
        using BatchLoader whole = new(Set, Distorted), rest = new(Set, Distorted);
        Assert.Equal(whole.Epoch(2).Select(Copy).Skip(firstBatch), rest.Epoch(2, firstBatch).Select(Copy));

        static string Copy(Batch batch) => string.Join(' ', [.. batch.Indices.Take(batch.Count), .. batch.Images.Take(batch.Count * 42 * 42)]);
    }

    [Fact]
    public void BatchLoader_TheLastBatch_HoldsWhatIsLeft()
    {
        using BatchLoader loader = new(Set, Distorted);
        Assert.Equal([16, 16, 16, 2], loader.Epoch(0).Select(batch => batch.Count));
        Assert.Equal((4, 50, 42, 42), (loader.BatchesPerEpoch, loader.ImagesPerEpoch, loader.Height, loader.Width));
        using BatchLoader dropping = new(Set, Distorted with { DropLast = true });
        Assert.Equal([16, 16, 16], dropping.Epoch(0).Select(batch => batch.Count));
        Assert.Equal((3, 48), (dropping.BatchesPerEpoch, dropping.ImagesPerEpoch));
    }

    [Fact]
    public void BatchLoader_WithoutADistorter_NormalisesEachChannel()
    {
        ImageSet set = new("two channels", [0, 255, 51, 102], [0], 2, 1, 2, Digits.ClassNames);
        float[] values = Everything(new BatchOptions { Mean = [0.5f, 0.2f], Std = [0.5f, 0.1f] }, 0, set);
        Assert.Equal([-1, 1, ((51 / 255f) - 0.2f) / 0.1f, ((102 / 255f) - 0.2f) / 0.1f], values);
    }

    [Fact]
    public void BatchLoader_AnIdleDistorter_HasTheBitsOfNone()
        => Assert.Equal(
            Everything(Distorted with { Distorter = null }, 0),
            Everything(Distorted with { Distorter = Distorter.Create(Distortion.None) }, 0));

    [Fact]
    public void BatchLoader_PicksOnly_NamesTheImagesAndWhereTheyAreRead()
    {
        AffineDistorter distorter = (AffineDistorter)Distorted.Distorter!;
        using BatchLoader loader = new(Set, Distorted with { PicksOnly = true });
        Assert.Equal(7, loader.PickLength);
        List<int> seen = [];
        foreach (Batch batch in loader.Epoch(3))
        {
            Assert.Empty(batch.Images);
            Assert.Equal(batch.Indices[..batch.Count].Select(index => (float)Set.Labels[index]), batch.Labels[..batch.Count]);
            foreach ((float[] pick, int index) in batch.Picks.Chunk(7).Take(batch.Count).Zip(batch.Indices))
            {
                float[] map = new float[6];
                distorter.DrawMap(Set.Image(index), 28, 28, StnEngine.Datasets.RandomStream.Key(5, "augment", 3, (ulong)index), map);
                Assert.Equal([index, .. map], pick);
                seen.Add(index);
            }
        }
        Assert.Equal(Order(Distorted, 3), seen);
    }

    [Fact]
    public void BatchLoader_PicksOnlyWithoutADistorter_NamesTheImages()
    {
        using BatchLoader loader = new(Set, Distorted with { PicksOnly = true, Distorter = null });
        Assert.Equal(Order(Distorted, 0), loader.Epoch(0).SelectMany(batch => batch.Picks[..batch.Count]).Select(pick => (int)pick));
    }

    [Fact]
    public void BatchLoader_PicksOnlyOfAnotherDistorter_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new BatchLoader(Set, Distorted with { PicksOnly = true, Distorter = new FailingDistorter(0) }));
        Assert.Contains("PicksOnly: a FailingDistorter can be applied only here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchLoader_TheFill_IsTheNormalisedBackground()
        => Assert.Equal((0 - 0.1f) / 0.3f, Everything(Distorted, 0).Min());

    [Fact]
    public void BatchLoader_Buffers_AreUsedAgain()
    {
        using BatchLoader loader = new(Set, Distorted with { BatchSize = 1, QueueDepth = 2 });
        Assert.Equal(3, loader.Epoch(0).Concat(loader.Epoch(1)).Distinct().Count());
    }

    [Fact]
    public void BatchLoader_TheBatchInHand_IsNotFilledWhileItIsUsed()
    {
        using BatchLoader loader = new(Set, Distorted with { BatchSize = 2, QueueDepth = 1 });
        foreach (Batch batch in loader.Epoch(0))
        {
            float[] before = [.. batch.Images];
            Thread.Sleep(2);
            Assert.Equal(before, batch.Images);
        }
    }

    [Fact]
    public void BatchLoader_LeavingEarly_EndsTheThreadAndTheNextEpochIsWhole()
    {
        using BatchLoader loader = new(Set, Distorted with { BatchSize = 1, QueueDepth = 1 });
        Assert.Equal(Order(Distorted, 0)[0], loader.Epoch(0).First().Indices[0]);
        Assert.Equal(50, loader.Epoch(1).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void BatchLoader_AnErrorWhilePreparing_ReachesTheConsumer(int threads)
    {
        using BatchLoader loader = new(Set, Distorted with { Distorter = new FailingDistorter(20), Threads = threads, BatchSize = 8 });
        int batches = 0;
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (Batch batch in loader.Epoch(0))
            {
                batches++;
            }
        });
        Assert.Equal("no more", error.Message);
        Assert.Equal(2, batches);
        Assert.Throws<InvalidOperationException>(() => loader.Epoch(1).Count());
    }

    [Fact]
    public void BatchLoader_TwoEpochsAtOnce_AreRefused()
    {
        using BatchLoader loader = new(Set, Distorted);
        using IEnumerator<Batch> first = loader.Epoch(0).GetEnumerator();
        Assert.True(first.MoveNext());
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => loader.Epoch(1).Count());
        Assert.Contains("make a second loader", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchLoader_Disposed_GivesNoMoreBatches()
    {
        BatchLoader loader = new(Set, Distorted with { BatchSize = 1 });
        using IEnumerator<Batch> epoch = loader.Epoch(0).GetEnumerator();
        Assert.True(epoch.MoveNext());
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => epoch.MoveNext());
        Assert.Throws<ObjectDisposedException>(() => loader.Epoch(1));
    }

    [Fact]
    public void BatchLoader_AnEmptySet_HasNoBatches()
    {
        using BatchLoader loader = new(Set.Take(0), Distorted);
        Assert.Empty(loader.Epoch(0));
    }

    [Fact]
    public void BatchLoader_BadOptions_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader(Set, Distorted with { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader(Set, Distorted with { QueueDepth = 0 }));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new BatchLoader(Set, Distorted with { Mean = [1, 2, 3] }));
        Assert.Contains("Mean has 3 numbers; a sample of digits seed 1 has 1 channels", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BatchLoader(Set, Distorted with { Std = [0] }));
    }

    private static int[] Order(BatchOptions options, int epoch)
    {
        using BatchLoader loader = new(Set, options);
        return [.. loader.Epoch(epoch).SelectMany(batch => batch.Indices[..batch.Count])];
    }

    private static float[] Everything(BatchOptions options, int epoch, ImageSet? set = null)
    {
        using BatchLoader loader = new(set ?? Set, options);
        int size = loader.Channels * loader.Height * loader.Width;
        return [.. loader.Epoch(epoch).SelectMany(batch => batch.Images[..(batch.Count * size)])];
    }

    private sealed class FailingDistorter(int calls) : Distorter(28, 28)
    {
        private int _calls;

        public override void Apply(
            ReadOnlySpan<byte> image, int channels, int height, int width, Span<float> destination, ulong randomKey)
        {
            if (Interlocked.Increment(ref _calls) > calls)
            {
                throw new InvalidOperationException("no more");
            }
        }
    }
}
