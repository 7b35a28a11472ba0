using StnEngine.Datasets;
using Xunit;

namespace StnEngine.Tests.Datasets;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly byte[] Values = [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 11))];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IdxReader_AGoodFile_GivesItsShapeAndValues(bool zipped)
    {
        byte[] content = TemporaryFolder.Idx(Values, 2, 3, 4);
        // The name says nothing: only the content decides whether it is gzip.
        IdxArray read = IdxReader.Read(_folder.Write("values.bin", zipped ? TemporaryFolder.Gzip(content) : content));
        Assert.Equal([2, 3, 4], read.Shape);
        Assert.Equal(Values, read.Values);
    }

    [Fact]
    public void IdxReader_NoImages_IsAnEmptyArray()
        => Assert.Empty(IdxReader.Read(_folder.Write("none", TemporaryFolder.Idx([], 0, 28, 28))).Values);

    [Fact]
    public void IdxReader_AMissingFile_NamesIt()
        => Refuses(Path.Combine(_folder.Root, "absent"), "the file is not there.", "Put it there");

    [Fact]
    public void IdxReader_AFolder_CannotBeRead() => Refuses(_folder.Root, "cannot be read", "Check its permissions.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IdxReader_ATruncatedFile_SaysWhatWasWanted(bool zipped)
        => Refuses(TemporaryFolder.Idx(Values[..20], 2, 3, 4), zipped, "extents 2x3x4 want 24 values", "Fetch the file again.");

    [Fact]
    public void IdxReader_GzipCutShort_IsRefused()
    {
        byte[] zipped = TemporaryFolder.Gzip(TemporaryFolder.Idx(Values, 2, 3, 4));
        Refuses(_folder.Write("cut", zipped[..(zipped.Length / 2)]), "Fetch the file again.");
    }

    [Fact]
    public void IdxReader_DamagedGzip_IsRefused()
    {
        byte[] zipped = TemporaryFolder.Gzip(TemporaryFolder.Idx(Values, 2, 3, 4));
        zipped[^8] ^= 0x55;
        Refuses(_folder.Write("damaged", zipped), "gzip data is damaged", "Fetch the file again.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IdxReader_AnOverlongFile_IsRefused(bool zipped)
        => Refuses(TemporaryFolder.Idx(Values, 2, 3, 3), zipped, "extents 2x3x3 want 18 values", "the file has more");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IdxReader_AbsurdExtents_AreRefusedBeforeAllocating(bool zipped)
        => Refuses(TemporaryFolder.Idx(Values, 60000, 28, 1000), zipped, "extents 60000x28x1000 want 1680000000 values", "far shorter");

    [Theory]
    [InlineData(65536u, 65536u)]
    [InlineData(uint.MaxValue, 1u)]
    [InlineData(2147483647u, 2147483647u)]
    public void IdxReader_OverflowingExtents_AreRefused(uint first, uint second)
        => Refuses(TemporaryFolder.Idx(Values, first, second, uint.MaxValue), false, "which makes more than", "header is damaged");

    [Theory]
    [InlineData(new byte[] { 0, 0, 0x0D, 1, 0, 0, 0, 0 }, "starts with 00000D01")]
    [InlineData(new byte[] { 1, 0, 0x08, 1, 0, 0, 0, 0 }, "starts with 01000801")]
    [InlineData(new byte[] { 0, 0, 0x08, 0 }, "starts with 00000800")]
    public void IdxReader_AnotherMagic_IsShown(byte[] content, string given)
        => Refuses(content, false, given, "IDX file of bytes starts with 000008", "MNIST format");

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 8 })]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0 })]
    public void IdxReader_AFileThatEndsInItsHeader_IsRefused(byte[] content)
        => Refuses(content, false, "ends within its header", "Fetch the file again.");

    private void Refuses(byte[] content, bool zipped, params string[] phrases)
        => Refuses(_folder.Write("bad", zipped ? TemporaryFolder.Gzip(content) : content), phrases);

    private static void Refuses(string path, params string[] phrases)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => IdxReader.Read(path));
        Assert.Equal(path, error.Path);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        foreach (string phrase in phrases)
        {
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
        }
    }
}
