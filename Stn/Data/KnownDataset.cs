using StnEngine.Datasets;
using StnEngine.Datasets.Download;

namespace Stn.Data;

/// <summary>A data set that `--dataset` names: what its images are like, how its published recipe normalises them, and where they come from.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Size">Side of the square images.</param>
/// <param name="Mean">Subtracted from pixels of 0..1.</param>
/// <param name="Std">Divides what is left.</param>
/// <param name="Epochs">Epochs of the published recipe.</param>
internal abstract record KnownDataset(string Name, int Size, float Mean, float Std, int Epochs)
{
    // The built-in digits are a fixed set like any other: the seed of a run does not change them.
    private const int TrainDigits = 20_000;
    private const int TestDigits = 10_000;

    // The same part for every model and seed.
    private protected const ulong ValidationSeed = 20150605;

    /// <summary>The sets that have a name; a folder is named by its path.</summary>
    public static IReadOnlyList<KnownDataset> All { get; } =
    [
        new PublishedDataset("digits", 1, Digits.Size, Mnist.Mean, Mnist.Std, 20, null, Digits.ClassNames, (_, split) => split == DatasetSplit.Train ? Digits.Draw(TrainDigits, 1) : Digits.Draw(TestDigits, 2)),
        new PublishedDataset("mnist", 1, 28, Mnist.Mean, Mnist.Std, 20, DatasetSource.Mnist, Digits.ClassNames, Mnist.Load),
        new PublishedDataset("fashion-mnist", 1, 28, FashionMnist.Mean, FashionMnist.Std, 20, DatasetSource.FashionMnist, FashionMnist.ClassNames, FashionMnist.Load),
        new PublishedDataset("cifar10", 3, 32, Cifar10.Mean, Cifar10.Std, 50, DatasetSource.Cifar10, Cifar10.ClassNames, Cifar10.Load),
        new GtsrbDataset(),
    ];

    /// <summary>What can be typed, for messages and help.</summary>
    public static string[] Names => [.. All.Select(d => d.Name), $"{FolderDataset.Prefix}PATH"];

    /// <summary>Files to have under the data root; null for a set that is not fetched.</summary>
    public virtual DatasetSource? Source => null;

    /// <summary>Names a run's folder.</summary>
    public virtual string ShortName => Name;

    /// <summary>Whether the images are resized, so that `--size` can say to what.</summary>
    public virtual bool TakesSize => false;

    /// <summary>1 for grey, 3 for colour; a folder is asked.</summary>
    /// <exception cref="DatasetException">The folder is missing or holds no images.</exception>
    public abstract int Channels { get; }

    /// <summary>How many classes there are; a folder is asked.</summary>
    /// <exception cref="DatasetException">The folder is missing or holds no classes.</exception>
    public abstract int Classes { get; }

    /// <summary>What the classes are called; a folder is asked.</summary>
    /// <exception cref="DatasetException">The folder is missing or holds no classes.</exception>
    public virtual IReadOnlyList<string> ClassNames => [.. Enumerable.Range(0, Classes).Select(c => FormattableString.Invariant($"{c}"))];

    /// <summary>The set of that name.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static KnownDataset Named(string name) =>
        Find(name) ?? throw new UserException($"Unknown dataset '{name}'. Use {string.Join(", ", Names)}.");

    public static KnownDataset? Find(string name) =>
        FolderDataset.PathIn(name) is { } path ? new FolderDataset(path) : All.FirstOrDefault(d => d.Name == name);

    /// <summary>The same set with images of another size.</summary>
    /// <param name="size">Side; null for the usual one.</param>
    /// <exception cref="UserException">Its images come in one size.</exception>
    public KnownDataset Sized(int? size) =>
        size is null || size == Size ? this
        : TakesSize ? this with { Size = size.Value }
        : throw new UserException($"--size {size}: the images of {Name} are {Size}x{Size}. Leave it out; only images that come in many sizes are resized.");

    /// <summary>Whether all files are there; they are not opened.</summary>
    /// <param name="root">The data root.</param>
    public abstract bool IsIn(string root);

    /// <summary>Reads one split under the data root.</summary>
    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    public abstract ImageSet Load(string root, DatasetSplit split);

    /// <summary>Reads the training images in two parts, the second to choose an epoch by: always the same one.</summary>
    /// <param name="root">The data root.</param>
    /// <param name="fraction">About which part of them is held back.</param>
    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    public virtual (ImageSet Train, ImageSet Validation) LoadForValidation(string root, double fraction)
    {
        ImageSet all = Load(root, DatasetSplit.Train);
        int[] order = [.. Enumerable.Range(0, all.Count)];
        new RandomStream(ValidationSeed, "data/validation").Shuffle(order);
        int held = (int)Math.Round(fraction * all.Count);
        return (all.Subset(order.AsSpan(held)), all.Subset(order.AsSpan(0, held)));
    }

    /// <summary>Side of the images that reach the network: RTS places them on a canvas half as large again.</summary>
    public int SizeWith(string distort) => distort == "RTS" ? Size * 3 / 2 : Size;
}
