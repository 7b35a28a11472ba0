using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class FashionMnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FashionMnist_TheTrainingPixels_HaveTheStatedMeanAndDeviation()
    {
        string root = DataRoot.Resolve();
        Assert.SkipUnless(FashionMnist.IsIn(root), $"Fashion-MNIST is not in {root}; set {DataRoot.Variable} to test it.");
        ImageSet set = FashionMnist.Load(root, DatasetSplit.Train);
        Assert.Equal((60000, 1, 28, 28), (set.Count, set.Channels, set.Height, set.Width));
        double mean = set.Pixels.Average(value => value / 255.0);
        double deviation = Math.Sqrt(set.Pixels.Average(value => Math.Pow((value / 255.0) - mean, 2)));
        Assert.Equal(FashionMnist.Mean, mean, 1e-4);
        Assert.Equal(FashionMnist.Std, deviation, 1e-4);
    }

    [Fact]
    public void FashionMnist_FilesInItsFolder_AreReadWithItsClassNames()
    {
        _folder.Write("fashion-mnist/t10k-images-idx3-ubyte.gz", TemporaryFolder.Gzip(TemporaryFolder.Idx([1, 2, 3, 4, 5, 6], 1, 2, 3)));
        _folder.Write("fashion-mnist/t10k-labels-idx1-ubyte", TemporaryFolder.Idx([9], 1));
        ImageSet set = FashionMnist.Load(_folder.Root, DatasetSplit.Test);
        Assert.Equal([1, 2, 3, 4, 5, 6], set.Pixels);
        Assert.Equal("Fashion-MNIST test", set.Name);
        Assert.Equal("Ankle boot", set.ClassNames[set.Labels[0]]);
        Assert.Equal(10, set.ClassNames.Distinct().Count());
    }

    [Fact]
    public void FashionMnist_MissingFiles_SaysWhereToPutThem()
    {
        DatasetException error = Assert.Throws<DatasetException>(() => FashionMnist.Load(_folder.Root, DatasetSplit.Train));
        Assert.Equal(Path.Combine(_folder.Root, "fashion-mnist", "train-images-idx3-ubyte.gz"), error.Path);
        foreach (string phrase in (string[])["the four files of Fashion-MNIST", "t10k-labels-idx1-ubyte.gz", "holds fashion-mnist/"])
        {
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        }
    }
}
