namespace StnEngine.Datasets;

/// <summary>The four files in which MNIST and its successors are published, and how a pair of them becomes a set.</summary>
internal static class MnistFormat
{
    /// <summary>Without <c>.gz</c>: training images and labels, then test images and labels.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [.. FileNamesOf(DatasetSplit.Train), .. FileNamesOf(DatasetSplit.Test)];

    public static ImageSet Load(string folder, string title, DatasetSplit split, IReadOnlyList<string> classNames)
    {
        string[] names = FileNamesOf(split);
        return FromFiles(
            split == DatasetSplit.Train ? $"{title} train" : $"{title} test",
            Find(folder, names[0], title),
            Find(folder, names[1], title),
            classNames);
    }

    public static bool IsIn(string folder) => FileNames.All(name => Existing(folder, name) is not null);

    public static ImageSet FromFiles(string name, string imagesPath, string labelsPath, IReadOnlyList<string> classNames)
    {
        IdxArray images = IdxReader.Read(imagesPath);
        IdxArray labels = IdxReader.Read(labelsPath);
        if (images.Shape.Count != 3 || images.Shape[1] == 0 || images.Shape[2] == 0)
        {
            throw Mismatch(imagesPath, $"holds {string.Join('x', images.Shape)} values where images x rows x columns were wanted.");
        }
        if (labels.Shape.Count != 1 || labels.Shape[0] != images.Shape[0])
        {
            throw Mismatch(labelsPath, $"holds {string.Join('x', labels.Shape)} labels where {images.Shape[0]} were wanted, one an image.");
        }
        int last = classNames.Count - 1;
        int beyond = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)last);
        if (beyond >= 0)
        {
            throw Mismatch(labelsPath, $"label {beyond} is {labels.Values[beyond]} where 0 to {last} was wanted.");
        }
        return new ImageSet(name, images.Values, labels.Values, 1, images.Shape[1], images.Shape[2], classNames);
    }

    private static string[] FileNamesOf(DatasetSplit split)
    {
        string prefix = split == DatasetSplit.Train ? "train" : "t10k";
        return [$"{prefix}-images-idx3-ubyte", $"{prefix}-labels-idx1-ubyte"];
    }

    private static string? Existing(string folder, string name)
    {
        string raw = Path.Combine(folder, name);
        return File.Exists(raw + ".gz") ? raw + ".gz" : File.Exists(raw) ? raw : null;
    }

    private static string Find(string folder, string name, string title)
        => Existing(folder, name) ?? throw new DatasetException(
            Path.Combine(folder, name + ".gz"),
            "the file is not there.",
            $"Put the four files of {title} ({string.Join(", ", FileNames.Select(file => file + ".gz"))}) into {folder}, "
            + $"or name the folder that holds {Path.GetFileName(folder)}/ with --data ROOT or {DataRoot.Variable}.");

    private static DatasetException Mismatch(string path, string problem)
        => new(path, problem, "Use the images and labels of one data set.");
}
