using System.Security.Cryptography;
using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class Cifar10Tests : IDisposable
{
    private const int RecordBytes = 1 + (3 * 32 * 32);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DatasetSplit.Train, 50000, "frog", "9D5C2EDDADB0DEFF02C14C350C0385AA")]
    [InlineData(DatasetSplit.Test, 10000, "cat", "177777C33BA79825320EFA646AD04A94")]
    public void Cifar10_TheOfficialFiles_AreReadWhole(DatasetSplit split, int count, string first, string hash)
    {
        string root = DataRoot.Resolve();
        Assert.SkipUnless(Cifar10.IsIn(root), $"CIFAR-10 is not in {root}; set {DataRoot.Variable} to test it.");
        ImageSet set = Cifar10.Load(root, split);
        Assert.Equal((count, 3, 32, 32), (set.Count, set.Channels, set.Height, set.Width));
        Assert.Equal(first, set.ClassNames[set.Labels[0]]);
        Assert.All(set.Labels.CountBy(label => label), classCount => Assert.Equal(count / 10, classCount.Value));
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(set.Pixels))[..32]);
    }

    [Fact]
    public void Cifar10_Records_AreLabelsAndPlanesInTheFilesOrder()
    {
        byte[][] records = [.. Enumerable.Range(0, 4).Select(i => Record(9 - i, i))];
        string[] paths = [_folder.Write("one", [.. records[0], .. records[1]]), _folder.Write("two", [.. records[2], .. records[3]])];
        ImageSet set = Cifar10.FromFiles("four", paths, 2);
        Assert.Equal([9, 8, 7, 6], set.Labels);
        Assert.Equal(records.SelectMany(record => record[1..]), set.Pixels);
        Assert.Equal((3, 32, 32), (set.Channels, set.Height, set.Width));
    }

    [Fact]
    public void Cifar10_MissingFiles_SaysWhereToPutThem()
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Cifar10.Load(_folder.Root, DatasetSplit.Train));
        string folder = Path.Combine(_folder.Root, "cifar10", "cifar-10-batches-bin");
        Assert.Equal(
            $"{Path.Combine(folder, "data_batch_1.bin")}: the file is not there. Put the six files of CIFAR-10's binary version "
            + $"(data_batch_1.bin, data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, test_batch.bin) into {folder}, "
            + "or name the folder that holds cifar10/ with --data ROOT or STN_DATA.",
            error.Message);
        Assert.False(Cifar10.IsIn(_folder.Root));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RecordBytes)]
    public void Cifar10_AFileOfAnotherLength_IsRefused(int bytes)
    {
        string path = _folder.Write("cifar10/cifar-10-batches-bin/test_batch.bin", new byte[bytes]);
        DatasetException error = Assert.Throws<DatasetException>(() => Cifar10.Load(_folder.Root, DatasetSplit.Test));
        Assert.Equal(
            $"{path}: holds {bytes} bytes where 30730000 were wanted: 10000 records of a label and 3x32x32 pixels. "
            + "Use the binary version of CIFAR-10, and fetch the file again.",
            error.Message);
    }

    [Fact]
    public void Cifar10_ALabelAboveNine_IsRefused()
    {
        string path = _folder.Write("bad", [.. Record(9, 0), .. Record(10, 0)]);
        DatasetException error = Assert.Throws<DatasetException>(() => Cifar10.FromFiles("bad", [path], 2));
        Assert.Equal($"{path}: label 1 is 10 where 0 to 9 was wanted. The file is damaged: fetch it again.", error.Message);
    }

    [Fact]
    public void Cifar10_AFolderInAFilesPlace_CannotBeRead()
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Cifar10.FromFiles("bad", [_folder.Root], 1));
        Assert.Contains("the file cannot be read (", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Record(int label, int seed)
    {
        byte[] record = new byte[RecordBytes];
        new Random(seed).NextBytes(record);
        record[0] = (byte)label;
        return record;
    }
}
