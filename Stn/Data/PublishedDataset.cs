using StnEngine.Datasets;
using StnEngine.Datasets.Download;

namespace Stn.Data;

/// <summary>A set of images of one size that is fetched, or drawn.</summary>
internal sealed record PublishedDataset(
    string Name, int Channels, int Size, float Mean, float Std, int Epochs, DatasetSource? Files, IReadOnlyList<string> ClassNames, Func<string, DatasetSplit, ImageSet> Read)
    : KnownDataset(Name, Size, Mean, Std, Epochs)
{
    public override DatasetSource? Source => Files;

    public override int Channels { get; } = Channels;

    public override int Classes => ClassNames.Count;

    public override IReadOnlyList<string> ClassNames { get; } = ClassNames;

    public override bool IsIn(string root) => Files is null || Files.MissingFrom(root).Count == 0;

    public override ImageSet Load(string root, DatasetSplit split) => Read(root, split);
}
