using Xunit;
// For Data.RandomStream: a stream of the engine's own would be nearer in scope.
using Data = StnEngine.Datasets;

namespace StnEngine.Tests.Datasets;

public sealed class RandomStreamTests
{
    // Written down once: seeds recorded in logs and checkpoints must mean the same in every later version.
    [Fact]
    public void RandomStream_TheSameSeedAndName_GivesTheRecordedNumbers()
    {
        Data.RandomStream random = new(1, "data/order", 2, 3);
        Assert.Equal(9342681900916926910UL, random.NextUInt64());
        Assert.Equal(2654773182828906832UL, random.NextUInt64());
    }

    [Fact]
    public void RandomStream_SeedNameAndKeys_AllTellStreamsApart()
    {
        ulong[] keys =
        [
            Data.RandomStream.Key(0, "a"), Data.RandomStream.Key(1, "a"), Data.RandomStream.Key(0, "b"), Data.RandomStream.Key(0, "a", 0),
            Data.RandomStream.Key(0, "a", 1), Data.RandomStream.Key(0, "a", 0, 1), Data.RandomStream.Key(0, "a", 1, 0),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void RandomStream_Uniform_FillsItsRangeEvenly()
    {
        Data.RandomStream random = new(3);
        float[] values = [.. Enumerable.Range(0, 20000).Select(_ => random.Uniform(-2, 6))];
        Assert.InRange(values.Min(), -2, -1.99);
        Assert.InRange(values.Max(), 5.99, 6);
        Assert.Equal(2, values.Average(), 0.06);
    }

    [Fact]
    public void RandomStream_Normal_HasMeanZeroAndDeviationOne()
    {
        Data.RandomStream random = new(4);
        double[] values = [.. Enumerable.Range(0, 20000).Select(_ => (double)random.Normal())];
        Assert.Equal(0, values.Average(), 0.03);
        Assert.Equal(1, values.Average(value => value * value), 0.04);
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 0.3);
    }

    [Fact]
    public void RandomStream_NextInt32_GivesEveryValueAboutAsOften()
    {
        Data.RandomStream random = new(5);
        int[] counts = new int[7];
        for (int i = 0; i < 70000; i++)
        {
            counts[random.NextInt32(7)]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 9600, 10400));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }

    [Fact]
    public void RandomStream_Shuffle_KeepsEveryValueAndChangesTheOrder()
    {
        int[] values = [.. Enumerable.Range(0, 100)];
        new Data.RandomStream(6).Shuffle(values);
        Assert.NotEqual(Enumerable.Range(0, 100), values);
        Assert.Equal(Enumerable.Range(0, 100), values.Order());
    }
}
