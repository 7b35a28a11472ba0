using StnEngine.Datasets;
using StnEngine.Datasets.Download;
using Xunit;

namespace StnEngine.Tests.Datasets.Download;

public sealed class DatasetSourceTests
{
    [Fact]
    public void Source_Addresses_AreThePublishersOwn()
    {
        IEnumerable<string> addresses = DatasetSource.All.SelectMany(
            source => source.Mirrors, (source, mirror) => new Uri(mirror, source.Files[0].Name).AbsoluteUri);
        Assert.Equal(
            [
                "https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz",
                "https://storage.googleapis.com/cvdf-datasets/mnist/train-images-idx3-ubyte.gz",
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz",
                "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/train-images-idx3-ubyte.gz",
                "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
            ],
            addresses);
    }

    [Fact]
    public void Source_Sums_AreWholeAndNotRepeated()
    {
        Checksum[] sums = [.. DatasetSource.All.SelectMany(source => source.Files).Select(file => file.Sum)];
        Assert.All(sums, sum => Assert.Equal(sum.Algorithm.Name == "MD5" ? 32 : 64, sum.Hex.Length));
        Assert.Equal(9, sums.Distinct().Count());
    }

    [Fact]
    public async Task Source_TheOfficialMnist_HasTheStatedLengthsAndSums()
    {
        string folder = DatasetSource.Mnist.FolderIn(DataRoot.Resolve());
        Assert.SkipUnless(
            DatasetSource.Mnist.Files.All(file => File.Exists(Path.Combine(folder, file.Name))),
            $"MNIST's .gz files are not in {folder}; set {DataRoot.Variable} to test them.");
        foreach (RemoteFile file in DatasetSource.Mnist.Files)
        {
            using FileStream stream = File.OpenRead(Path.Combine(folder, file.Name));
            Assert.Equal(file.Bytes, stream.Length);
            Assert.Null(await file.Sum.ProblemOfAsync(stream, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Source_WhatItFetches_IsWhatTheReadersRead()
    {
        string root = DataRoot.Resolve();
        Assert.Equal(Mnist.IsIn(root), DatasetSource.Mnist.MissingFrom(root).Count == 0);
        Assert.Equal(FashionMnist.IsIn(root), DatasetSource.FashionMnist.MissingFrom(root).Count == 0);
        Assert.Equal(Cifar10.IsIn(root), DatasetSource.Cifar10.MissingFrom(root).Count == 0);
        using TemporaryFolder folder = new();
        Assert.All(DatasetSource.All, source =>
        {
            foreach (string name in source.MissingFrom(folder.Root))
            {
                folder.Write(Path.Combine(source.Name, name), []);
            }
        });
        Assert.True(Mnist.IsIn(folder.Root) && FashionMnist.IsIn(folder.Root) && Cifar10.IsIn(folder.Root));
    }

    [Fact]
    public void Source_ByName_IsFound()
    {
        Assert.All(DatasetSource.All, source => Assert.Same(source, DatasetSource.Named(source.Name)));
        ArgumentException error = Assert.Throws<ArgumentException>(() => DatasetSource.Named("mnits"));
        Assert.StartsWith("No data set is called 'mnits'; use mnist, fashion-mnist, cifar10.", error.Message, StringComparison.Ordinal);
    }
}
