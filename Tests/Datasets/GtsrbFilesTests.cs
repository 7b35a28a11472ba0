using System.Security.Cryptography;
using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

/// <summary>On the published files, or on a sample of them that has all tracks but not all frames.</summary>
public sealed class GtsrbFilesTests
{
    private const int SampleTrain = 3_920;
    private const int SampleTest = 4_210;

    [Theory]
    [InlineData(DatasetSplit.Train, SampleTrain, 39_209, "CDE006B0F37AD0DAC74F532E0E13929F")]
    [InlineData(DatasetSplit.Test, SampleTest, 12_630, "C69080399135549B04533A28DD6AA010")]
    public void Gtsrb_TheOfficialFiles_AreReadWhole(DatasetSplit split, int sampleCount, int count, string sampleHash)
    {
        ImageSet set = Gtsrb.Load(Root(), split, new GtsrbOptions { Size = 32, CropToBox = false });
        Assert.Equal((3, 32, 32), (set.Channels, set.Height, set.Width));
        Assert.Contains(set.Count, (int[])[sampleCount, count]);
        Assert.Equal(43, set.Labels.Distinct().Count());
        if (set.Count == sampleCount)
        {
            // The sample's images are 32x32: whole and at that size they are what is in the files.
            Assert.Equal(sampleHash, Convert.ToHexString(SHA256.HashData(set.Pixels))[..32]);
        }
    }

    [Fact]
    public void Gtsrb_TheOfficialTracks_AreNeverSplit()
    {
        TrackedImages tracked = Gtsrb.LoadTracks(Root(), new GtsrbOptions { Size = 8 });
        Assert.Equal(1307, tracked.Tracks.Distinct().Count());
        (ImageSet train, ImageSet validation) = tracked.Split(0.2, 1);
        bool[] held = HeldBack.Draw(tracked.Images.Labels, [.. tracked.Tracks], 0.2, 1);
        Assert.All(tracked.Tracks.Zip(held).Distinct().CountBy(pair => pair.First), track => Assert.Equal(1, track.Value));
        Assert.Equal(tracked.Images.Subset([.. Enumerable.Range(0, held.Length).Where(i => held[i])]).Pixels, validation.Pixels);
        Assert.Equal(tracked.Images.Count, train.Count + validation.Count);
        Assert.InRange(validation.Count / (double)tracked.Images.Count, 0.19, 0.21);
        Assert.Equal((43, 43), (train.Labels.Distinct().Count(), validation.Labels.Distinct().Count()));
    }

    [Fact]
    public void Gtsrb_TheTrainingPixels_HaveTheStatedMeanAndDeviation()
    {
        byte[] pixels = Gtsrb.Load(Root(), DatasetSplit.Train).Pixels;
        double mean = pixels.Average(value => value / 255.0);
        double deviation = Math.Sqrt(pixels.Average(value => Math.Pow((value / 255.0) - mean, 2)));
        Assert.Equal(Gtsrb.Mean, mean, 0.01);
        Assert.Equal(Gtsrb.Std, deviation, 0.01);
    }

    private static string Root()
    {
        string root = DataRoot.Resolve();
        Assert.SkipUnless(Gtsrb.IsIn(root), $"GTSRB is not in {root}; set {DataRoot.Variable} to test it.");
        return root;
    }
}
