using StnEngine.Datasets;
using StnEngine.Tests.Datasets;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>A data root with so few digits in MNIST's place that an epoch takes a moment, and a folder for what is done with them.</summary>
internal sealed class FewDigits : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FewDigits(int train = 600, int test = 120)
    {
        Write("train", Digits.Draw(train, 1));
        Write("t10k", Digits.Draw(test, 2));
    }

    public string Root => _folder.Root;

    public string At(string name) => Path.Combine(Root, name);

    /// <summary>The arguments of a short training with everything that has a state: dropout, Adam, a ragged last batch.</summary>
    public string[] Train(string name, int epochs = 3, int batchSize = 64, double saveEvery = 10) =>
    [
        "train", "--dataset", "mnist", "--data", Root, "--offline", "--model", "stn", "--optimizer", "adam", "--batch-size", $"{batchSize}", "--epochs", $"{epochs}",
        "--device", "cpu", "--threads", "1", "--out", At(name), "--resume", "--save-every", $"{saveEvery}",
    ];

    public void Dispose() => _folder.Dispose();

    private void Write(string split, ImageSet set)
    {
        _folder.Write(Path.Combine("mnist", $"{split}-images-idx3-ubyte.gz"), TemporaryFolder.Gzip(TemporaryFolder.Idx(set.Pixels, (uint)set.Count, (uint)set.Height, (uint)set.Width)));
        _folder.Write(Path.Combine("mnist", $"{split}-labels-idx1-ubyte.gz"), TemporaryFolder.Gzip(TemporaryFolder.Idx(set.Labels, (uint)set.Count)));
    }
}
