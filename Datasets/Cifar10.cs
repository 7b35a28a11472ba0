namespace StnEngine.Datasets;

/// <summary>Reads CIFAR-10 from the six files of its binary version.</summary>
/// <remarks>
/// Krizhevsky 2009: 50,000 images to learn from and 10,000 to test, 32x32, colour. A record is a label byte and the red, green and blue
/// planes; a file is 10,000 records.
/// </remarks>
public static class Cifar10
{
    /// <summary>Half: with <see cref="Std"/> it puts the pixels of each channel on -1..1.</summary>
    public const float Mean = 0.5f;

    /// <summary>Half, as <see cref="Mean"/>.</summary>
    public const float Std = 0.5f;

    internal const string FolderName = "cifar-10-batches-bin";
    internal const int FileBytes = RecordsPerFile * RecordBytes;

    private const int RecordsPerFile = 10_000;
    private const int Channels = 3;
    private const int Size = 32;
    private const int ImageBytes = Channels * Size * Size;
    private const int RecordBytes = 1 + ImageBytes;

    /// <summary>Airplane to truck, as the authors name them.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    internal static IReadOnlyList<string> FileNames { get; } = [.. FileNamesOf(DatasetSplit.Train), .. FileNamesOf(DatasetSplit.Test)];

    /// <summary>Reads <c>cifar10/cifar-10-batches-bin/{data_batch_1..5,test_batch}.bin</c> under <paramref name="root"/>.</summary>
    /// <exception cref="DatasetException">A file is missing, unreadable or of another length, or a label is above 9.</exception>
    public static ImageSet Load(string root, DatasetSplit split)
        => FromFiles(
            split == DatasetSplit.Train ? "CIFAR-10 train" : "CIFAR-10 test",
            [.. FileNamesOf(split).Select(name => Path.Combine(FolderIn(root), name))],
            RecordsPerFile);

    /// <summary>Whether all six files are under <paramref name="root"/>; they are not opened.</summary>
    public static bool IsIn(string root) => FileNames.All(name => File.Exists(Path.Combine(FolderIn(root), name)));

    /// <summary>Reads files of <paramref name="recordsPerFile"/> records each, one after the other.</summary>
    internal static ImageSet FromFiles(string name, IReadOnlyList<string> paths, int recordsPerFile)
    {
        byte[] labels = new byte[paths.Count * recordsPerFile];
        byte[] pixels = new byte[labels.Length * ImageBytes];
        for (int i = 0; i < paths.Count; i++)
        {
            int first = i * recordsPerFile;
            Read(paths[i], labels.AsSpan(first, recordsPerFile), pixels.AsSpan(first * ImageBytes, recordsPerFile * ImageBytes));
        }
        return new ImageSet(name, pixels, labels, Channels, Size, Size, ClassNames);
    }

    private static void Read(string path, Span<byte> labels, Span<byte> pixels)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            CheckLength(path, file.Length, labels.Length);
            for (int i = 0; i < labels.Length; i++)
            {
                file.ReadExactly(labels.Slice(i, 1));
                file.ReadExactly(pixels.Slice(i * ImageBytes, ImageBytes));
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(
                path,
                "the file is not there.",
                $"Put the six files of CIFAR-10's binary version ({string.Join(", ", FileNames)}) into {Path.GetDirectoryName(path)}, "
                + $"or name the folder that holds cifar10/ with --data ROOT or {DataRoot.Variable}.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DatasetException(path, $"the file cannot be read ({error.Message}).", "Check its permissions.", error);
        }
        CheckLabels(path, labels);
    }

    private static void CheckLength(string path, long length, int records)
    {
        long wanted = (long)records * RecordBytes;
        if (length != wanted)
        {
            throw new DatasetException(
                path,
                $"holds {length} bytes where {wanted} were wanted: {records} records of a label and {Channels}x{Size}x{Size} pixels.",
                "Use the binary version of CIFAR-10, and fetch the file again.");
        }
    }

    private static void CheckLabels(string path, ReadOnlySpan<byte> labels)
    {
        int last = ClassNames.Count - 1;
        int beyond = labels.IndexOfAnyExceptInRange((byte)0, (byte)last);
        if (beyond >= 0)
        {
            throw new DatasetException(
                path, $"label {beyond} is {labels[beyond]} where 0 to {last} was wanted.", "The file is damaged: fetch it again.");
        }
    }

    private static IEnumerable<string> FileNamesOf(DatasetSplit split)
        => split == DatasetSplit.Train ? Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin") : ["test_batch.bin"];

    private static string FolderIn(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return Path.Combine(root, "cifar10", FolderName);
    }
}
