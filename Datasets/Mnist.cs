namespace StnEngine.Datasets;

/// <summary>Reads MNIST and sets in its format from the four IDX files, gzip or not.</summary>
/// <remarks>LeCun, Cortes, Burges: 60,000 images to learn from and 10,000 to test, 28x28, grey, ink is white.</remarks>
public static class Mnist
{
    /// <summary>Mean of the training pixels on the scale 0..1.</summary>
    public const float Mean = 0.1307f;

    /// <summary>Standard deviation of the training pixels on the scale 0..1.</summary>
    public const float Std = 0.3081f;

    /// <summary>Reads <c>mnist/{train,t10k}-{images-idx3,labels-idx1}-ubyte[.gz]</c> under <paramref name="root"/>.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged, or the two do not belong together.</exception>
    public static ImageSet Load(string root, DatasetSplit split)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        string prefix = split == DatasetSplit.Train ? "train" : "t10k";
        string folder = Path.Combine(root, "mnist");
        return FromFiles(
            split == DatasetSplit.Train ? "MNIST train" : "MNIST test",
            Find(folder, $"{prefix}-images-idx3-ubyte"),
            Find(folder, $"{prefix}-labels-idx1-ubyte"));
    }

    /// <summary>Whether all four files are under <paramref name="root"/>; they are not opened.</summary>
    public static bool IsIn(string root)
        => FileNames().All(name => Existing(Path.Combine(root, "mnist"), name) is not null);

    /// <summary>Reads one pair of files in MNIST's format with ten classes, named 0 to 9.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged, or the two do not belong together.</exception>
    public static ImageSet FromFiles(string name, string imagesPath, string labelsPath)
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
        int beyond = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)9);
        if (beyond >= 0)
        {
            throw Mismatch(labelsPath, $"label {beyond} is {labels.Values[beyond]} where 0 to 9 was wanted.");
        }
        return new ImageSet(name, images.Values, labels.Values, 1, images.Shape[1], images.Shape[2], Digits.ClassNames);
    }

    private static IEnumerable<string> FileNames()
        => from split in (string[])["train", "t10k"]
           from kind in (string[])["images-idx3", "labels-idx1"]
           select $"{split}-{kind}-ubyte";

    private static string? Existing(string folder, string name)
    {
        string raw = Path.Combine(folder, name);
        return File.Exists(raw + ".gz") ? raw + ".gz" : File.Exists(raw) ? raw : null;
    }

    private static string Find(string folder, string name)
        => Existing(folder, name) ?? throw new DatasetException(
            Path.Combine(folder, name + ".gz"),
            "the file is not there.",
            $"Put the four files of MNIST ({string.Join(", ", FileNames().Select(file => file + ".gz"))}) into {folder}, "
            + $"or name the folder that holds mnist/ with --data ROOT or {DataRoot.Variable}.");

    private static DatasetException Mismatch(string path, string problem)
        => new(path, problem, "Use the images and labels of one data set.");
}
