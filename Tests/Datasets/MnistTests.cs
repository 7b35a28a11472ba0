using System.Security.Cryptography;
using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DatasetSplit.Train, 60000, 5, "741C988805D008AC6E4C904B69001BA1")]
    [InlineData(DatasetSplit.Test, 10000, 7, "6D87418DB22CC8025D05968BEC9BD5C3")]
    public void Mnist_TheOfficialFiles_AreReadWhole(DatasetSplit split, int count, int firstLabel, string hash)
    {
        string root = DataRoot.Resolve();
        Assert.SkipUnless(Mnist.IsIn(root), $"MNIST is not in {root}; set {DataRoot.Variable} to test it.");
        ImageSet set = Mnist.Load(root, split);
        Assert.Equal((count, 1, 28, 28, firstLabel), (set.Count, set.Channels, set.Height, set.Width, set.Labels[0]));
        Assert.Equal(10, set.ClassNames.Count);
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(set.Pixels))[..32]);
    }

    [Fact]
    public void Mnist_TheTrainingPixels_HaveTheStatedMeanAndDeviation()
    {
        string root = DataRoot.Resolve();
        Assert.SkipUnless(Mnist.IsIn(root), $"MNIST is not in {root}; set {DataRoot.Variable} to test it.");
        byte[] pixels = Mnist.Load(root, DatasetSplit.Train).Pixels;
        double mean = pixels.Average(value => value / 255.0);
        double deviation = Math.Sqrt(pixels.Average(value => Math.Pow((value / 255.0) - mean, 2)));
        Assert.Equal(Mnist.Mean, mean, 1e-4);
        Assert.Equal(Mnist.Std, deviation, 1e-4);
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData("")]
    public void Mnist_FilesWithAndWithoutGzip_AreFound(string suffix)
    {
        Write("t10k-images-idx3-ubyte" + suffix, TemporaryFolder.Idx([1, 2, 3, 4, 5, 6], 1, 2, 3));
        Write("t10k-labels-idx1-ubyte" + suffix, TemporaryFolder.Idx([9], 1));
        ImageSet set = Mnist.Load(_folder.Root, DatasetSplit.Test);
        Assert.Equal((1, 2, 3), (set.Count, set.Height, set.Width));
        Assert.Equal([1, 2, 3, 4, 5, 6], set.Pixels);
        Assert.False(Mnist.IsIn(_folder.Root));
    }

    [Fact]
    public void Mnist_MissingFiles_SaysWhereToPutThem()
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Mnist.Load(_folder.Root, DatasetSplit.Train));
        Assert.Equal(Path.Combine(_folder.Root, "mnist", "train-images-idx3-ubyte.gz"), error.Path);
        foreach (string phrase in (string[])[error.Path, "the four files", "t10k-labels-idx1-ubyte.gz", "--data ROOT", "STN_DATA"])
        {
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new byte[] { 1 }, "holds 1 labels where 2 were wanted")]
    [InlineData(new byte[] { 1, 10 }, "label 1 is 10 where 0 to 9 was wanted")]
    public void Mnist_LabelsThatDoNotFit_AreRefused(byte[] labels, string phrase)
    {
        Write("train-images-idx3-ubyte", TemporaryFolder.Idx(new byte[8], 2, 2, 2));
        Write("train-labels-idx1-ubyte", TemporaryFolder.Idx(labels, (uint)labels.Length));
        DatasetException error = Assert.Throws<DatasetException>(() => Mnist.Load(_folder.Root, DatasetSplit.Train));
        Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mnist_ImagesOfAnotherRank_AreRefused()
    {
        string path = _folder.Write("flat", TemporaryFolder.Idx(new byte[8], 2, 4));
        DatasetException error = Assert.Throws<DatasetException>(() => Mnist.FromFiles("flat", path, path));
        Assert.Contains("holds 2x4 values where images x rows x columns were wanted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataRoot_AnOption_ComesBeforeEverything()
        => Assert.Equal(_folder.Root, DataRoot.Resolve(_folder.Root));

    [Fact]
    public void DataRoot_WithoutAnOption_IsTheVariableOrTheCacheFolder()
    {
        string? variable = Environment.GetEnvironmentVariable(DataRoot.Variable);
        string root = DataRoot.Resolve(" ");
        Assert.True(string.IsNullOrWhiteSpace(variable) ? Path.GetFileName(root) == "stn-engine" : root == Path.GetFullPath(variable));
        Assert.True(Path.IsPathFullyQualified(root));
    }

    private void Write(string name, byte[] content)
        => _folder.Write(
            Path.Combine("mnist", name), name.EndsWith(".gz", StringComparison.Ordinal) ? TemporaryFolder.Gzip(content) : content);
}
