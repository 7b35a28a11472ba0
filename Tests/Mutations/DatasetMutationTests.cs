using System.Text;
using StnEngine.Datasets;
using StnEngine.Datasets.Images;
using StnEngine.Datasets.Png;
using StnEngine.Datasets.Ppm;
using StnEngine.Tests.Datasets;
using StnEngine.Tests.Datasets.Png;
using StnEngine.Tests.Datasets.Ppm;
using Xunit;

namespace StnEngine.Tests.Mutations;

/// <summary>Every reader of images and data sets, on broken files. Where a format has checksums they are put right in some, so that the damage reaches what lies behind them.</summary>
public sealed class DatasetMutationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Idx_Mutated_IsReadOrRefused()
    {
        byte[] plain = TemporaryFolder.Idx([.. Enumerable.Range(0, 60).Select(i => (byte)(i * 3))], 3, 4, 5), zipped = TemporaryFolder.Gzip(plain);
        Try(
            m => m.Next(4) switch { 0 => m.Apply(plain), 1 => m.Apply(zipped), 2 => TemporaryFolder.Gzip(m.Apply(plain)), _ => Checksums.OfGzip(m.Apply(zipped)) },
            "images-idx3",
            path => _ = PictureReader.Read(path).Take(100).Sum(picture => picture.Pixels.Length));
    }

    [Fact]
    public void Labels_Mutated_AreReadOrRefused()
    {
        byte[] labels = TemporaryFolder.Idx([1, 2, 3], 3);
        string images = _folder.Write("images", TemporaryFolder.Idx(new byte[60], 3, 4, 5));
        Try(m => m.Apply(labels), "labels", path => MnistFormat.FromFiles("mutated", images, path, Digits.ClassNames));
    }

    [Fact]
    public void Cifar_Mutated_IsReadOrRefused()
    {
        byte[] file = new byte[2 * 3073];
        new Random(1).NextBytes(file);
        (file[0], file[3073]) = (3, 9);
        Try(m => m.Apply(file), "data_batch_1.bin", path => Cifar10.FromFiles("mutated", [path], 2));
    }

    [Fact]
    public void GtsrbTable_Mutated_IsReadOrRefused()
    {
        byte[] table = Encoding.UTF8.GetBytes($"{SmallGtsrb.Head}\r\n00000_00000.ppm;29;30;5;6;24;25;0\r\n00000_00001.ppm;30;30;5;5;25;25;0\r\n00001_00000.ppm;140;105;10;11;130;95;42\r\n");
        using var files = new FolderFiles(_folder.Root);
        Try(
            m => m.Apply(table), "GT-00000.csv", path => GtsrbTable.Read(files, "GT-00000.csv"), ";", "\n", "\r\n", ".ppm", "../", "-1", "+1", "0x10", "1e9", "\0", " ", "\uFEFF", "\u2028", ";;;;;;;;;;", SmallGtsrb.Head);
    }

    [Fact]
    public void Zip_Mutated_IsReadOrRefused()
    {
        byte[] zip = ZipBytes.Of(("a", "abcabcabcabcabcabcabcabc"u8.ToArray(), true), ("folder/b", [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))], false), ("../c", [1], true));
        Try(
            m => m.Next(2) == 0 ? m.Apply(zip) : Checksums.OfZip(m.Apply(zip)),
            "mutated.zip",
            path =>
            {
                using var files = new ZipFiles(path);
                foreach (string name in (string[])["a", "folder/b", "../c"])
                {
                    files.Read(name);
                }
            },
            "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "PK\u0006\u0006", "PK\u0006\u0007", "\u0001\0\u0010\0", "\u0001\0\u0018\0", "../", "/", "a");
    }

    [Fact]
    public void Png_Mutated_IsReadOrRefused()
    {
        TinyPng[] pictures = [.. PngFormat.Kinds.SelectMany(kind => new[] { false, true }.Select(interlaced =>
            TinyPng.Noise(kind.Type, kind.Depth, 5, 11) with { Interlaced = interlaced, Filter = TinyPng.AllFilters, IdatBytes = 40 }))];
        MutationRun.Of(
            m => Broken(pictures[m.Next(pictures.Length)], m), file => PngReader.Parse("mutated.png", file), IsToldOf("mutated.png: at byte "), words: ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "acTL", "abcD", "\0\0\0\0IDAT"]);
    }

    [Fact]
    public void Ppm_Mutated_IsReadOrRefused()
    {
        byte[] file = PpmFile.Of("P6\n# a comment\n4 3\n255\n", [.. Enumerable.Range(0, 36).Select(i => (byte)i)]);
        MutationRun.Of(m => m.Apply(file), content => PpmReader.Parse("mutated.ppm", content), IsToldOf("mutated.ppm: "), words: ["#", "\n", " ", "P6", "P3", "255", "0", "-1", "65535", "00000000000000000000000001"]);
    }

    // Its checksums put right, so that the damage reaches what lies behind them: the picture's data, what is compressed, a chunk, or their order.
    private static byte[] Broken(TinyPng picture, Mutator m)
    {
        List<(string Type, byte[] Content)> chunks = picture.Chunks();
        int at = m.Next(chunks.Count);
        switch (m.Next(6))
        {
            case 0:
                return m.Apply(picture.File());
            case 1:
                return TinyPng.File(picture.ChunksWith(TinyPng.Zlib(m.Apply(picture.Data()))));
            case 2:
                return TinyPng.File(picture.ChunksWith(m.Apply(TinyPng.Zlib(picture.Data()))));
            case 3:
                chunks[at] = (chunks[at].Type, m.Apply(chunks[at].Content));
                break;
            case 4:
                chunks.Insert(m.Next(chunks.Count + 1), chunks[at]);
                break;
            default:
                chunks[0] = ("IHDR", m.Apply(chunks[0].Content));
                break;
        }

        return TinyPng.File(chunks);
    }

    private static Func<Exception, bool> IsToldOf(string start) => error => error is DatasetException && error.Message.StartsWith(start, StringComparison.Ordinal);

    private void Try(Func<Mutator, byte[]> @break, string name, Action<string> read, params string[] words)
    {
        string path = Path.Combine(_folder.Root, name);
        MutationRun.Of(
            m =>
            {
                byte[] content = @break(m);
                File.WriteAllBytes(path, content);
                return content;
            },
            _ => read(path),
            IsToldOf(path),
            words: words);
    }
}
