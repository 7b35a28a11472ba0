using StnEngine.Datasets;

namespace Stn.Data;

/// <summary>The user's own images, a folder a class. Nothing is known of their pixels: they are put on -1..1.</summary>
internal sealed record FolderDataset(string Folder) : KnownDataset(Prefix + Folder, new ImageFolderOptions().Size, 0.5f, 0.5f, 20)
{
    public const string Prefix = "folder:";

    public override bool TakesSize => true;

    public override string ShortName => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    public override int Channels => ImageFolder.Channels(Folder);

    public override IReadOnlyList<string> ClassNames => ImageFolder.ClassNames(Folder);

    /// <summary>The path in a name such as <c>folder:signs</c>; null in any other.</summary>
    public static string? PathIn(string name) => name.Length > Prefix.Length && name.StartsWith(Prefix, StringComparison.Ordinal) && !name.Contains('\0') ? name[Prefix.Length..] : null;

    public override bool IsIn(string root) => Directory.Exists(Folder);

    public override ImageSet Load(string root, DatasetSplit split) => ImageFolder.Load(Folder, split, new ImageFolderOptions { Size = Size });
}
