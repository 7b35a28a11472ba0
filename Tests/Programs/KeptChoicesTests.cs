using Stn.Training;
using Xunit;

namespace StnEngine.Tests.Programs;

public sealed class KeptChoicesTests
{
    [Fact]
    public void Choices_OfFewEpochs_AreAllKept() => Assert.Equal(Enumerable.Range(1, 256), Kept(256));

    [Theory]
    [InlineData(257)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void Choices_OfManyEpochs_AreKeptEvenlyWithTheFirstAndTheLast(int epochs)
    {
        int[] kept = Kept(epochs);
        Assert.InRange(kept.Length, 60, 258);
        Assert.Equal((1, epochs), (kept[0], kept[^1]));
        int step = kept[2] - kept[1];
        Assert.Equal(Enumerable.Range(1, epochs).Where(e => e == 1 || e == epochs || e % step == 0), kept);
    }

    // As a run takes its epochs in, one by one.
    private static int[] Kept(int epochs)
    {
        var log = new List<EpochResult>();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            log.Add(new EpochResult(epoch, 0, 0, 0, 0, 0, 0, 0, [new TransformStatistics("", 1, 0, 1, 1) { Choices = [[1, 2]] }]));
            KeptChoices.Thin(log);
        }

        return [.. log.Where(r => r.Transforms[0].Choices.Count > 0).Select(r => r.Epoch)];
    }
}
