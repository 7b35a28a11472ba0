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
    public static ImageSet Load(string root, DatasetSplit split) => MnistFormat.Load(FolderIn(root), "MNIST", split, Digits.ClassNames);

    /// <summary>Whether all four files are under <paramref name="root"/>; they are not opened.</summary>
    public static bool IsIn(string root) => MnistFormat.IsIn(FolderIn(root));

    /// <summary>Reads one pair of files in MNIST's format with ten classes, named 0 to 9.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged, or the two do not belong together.</exception>
    public static ImageSet FromFiles(string name, string imagesPath, string labelsPath)
        => MnistFormat.FromFiles(name, imagesPath, labelsPath, Digits.ClassNames);

    private static string FolderIn(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return Path.Combine(root, "mnist");
    }
}
