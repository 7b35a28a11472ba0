using StnEngine.Datasets;
using StnEngine.Datasets.Download;

namespace Stn.Data;

/// <summary>A data set that `--dataset` names: what its images are like, how its published recipe normalises them, and where they come from.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Size">Side of the square images.</param>
/// <param name="Mean">Subtracted from pixels of 0..1.</param>
/// <param name="Std">Divides what is left.</param>
/// <param name="Epochs">Epochs of the published recipe.</param>
/// <param name="Source">Files to have under the data root; null for a set that is drawn.</param>
/// <param name="Load">Reads one split under the data root.</param>
internal sealed record KnownDataset(
    string Name, int Channels, int Size, float Mean, float Std, int Epochs, DatasetSource? Source, Func<string, DatasetSplit, ImageSet> Load)
{
    /// <summary>Every set here has ten classes.</summary>
    public const int Classes = 10;

    // The built-in digits are a fixed set like any other: the seed of a run does not change them.
    private const int TrainDigits = 20_000;
    private const int TestDigits = 10_000;

    public static IReadOnlyList<KnownDataset> All { get; } =
    [
        new("digits", 1, Digits.Size, Mnist.Mean, Mnist.Std, 20, null, (_, split) => split == DatasetSplit.Train ? Digits.Draw(TrainDigits, 1) : Digits.Draw(TestDigits, 2)),
        new("mnist", 1, 28, Mnist.Mean, Mnist.Std, 20, DatasetSource.Mnist, Mnist.Load),
        new("fashion-mnist", 1, 28, FashionMnist.Mean, FashionMnist.Std, 20, DatasetSource.FashionMnist, FashionMnist.Load),
        new("cifar10", 3, 32, Cifar10.Mean, Cifar10.Std, 50, DatasetSource.Cifar10, Cifar10.Load),
    ];

    public static string[] Names => [.. All.Select(d => d.Name)];

    public static KnownDataset Named(string name) =>
        All.FirstOrDefault(d => d.Name == name) ?? throw new UserException($"Unknown dataset '{name}'. Use {string.Join(", ", Names)}.");

    /// <summary>Side of the images that reach the network: RTS places them on a canvas half as large again.</summary>
    public int SizeWith(string distort) => distort == "RTS" ? Size * 3 / 2 : Size;
}
