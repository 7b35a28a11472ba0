using StnEngine.Datasets;

namespace Stn.Data;

/// <summary>The German traffic signs. They are not fetched: no sum is known here to prove all three zips by.</summary>
internal sealed record GtsrbDataset() : KnownDataset("gtsrb", new GtsrbOptions().Size, Gtsrb.Mean, Gtsrb.Std, 20)
{
    public override bool TakesSize => true;

    public override int Channels => 3;

    public override int Classes => Gtsrb.ClassNames.Count;

    public override IReadOnlyList<string> ClassNames => Gtsrb.ClassNames;

    public override bool IsIn(string root) => Gtsrb.IsIn(root);

    // Whole tracks: images of one are nearly alike.
    public override (ImageSet Train, ImageSet Validation) LoadForValidation(string root, double fraction) =>
        Gtsrb.LoadTracks(root, new GtsrbOptions { Size = Size }).Split(fraction, ValidationSeed);

    public override ImageSet Load(string root, DatasetSplit split) => Gtsrb.Load(root, split, new GtsrbOptions { Size = Size });
}
