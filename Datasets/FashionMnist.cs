namespace StnEngine.Datasets;

/// <summary>Reads Fashion-MNIST: pieces of clothing in the form and number of MNIST, and harder to tell apart.</summary>
/// <remarks>Xiao, Rasul, Vollgraf 2017: 60,000 images to learn from and 10,000 to test, 28x28, grey, cloth is bright on black.</remarks>
public static class FashionMnist
{
    /// <summary>Mean of the training pixels on the scale 0..1.</summary>
    public const float Mean = 0.2860f;

    /// <summary>Standard deviation of the training pixels on the scale 0..1.</summary>
    public const float Std = 0.3530f;

    /// <summary>T-shirt/top to Ankle boot, as the authors name them.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Reads <c>fashion-mnist/{train,t10k}-{images-idx3,labels-idx1}-ubyte[.gz]</c> under <paramref name="root"/>.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged, or the two do not belong together.</exception>
    public static ImageSet Load(string root, DatasetSplit split) => MnistFormat.Load(FolderIn(root), "Fashion-MNIST", split, ClassNames);

    /// <summary>Whether all four files are under <paramref name="root"/>; they are not opened.</summary>
    public static bool IsIn(string root) => MnistFormat.IsIn(FolderIn(root));

    private static string FolderIn(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return Path.Combine(root, "fashion-mnist");
    }
}
