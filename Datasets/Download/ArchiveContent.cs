namespace StnEngine.Datasets.Download;

/// <summary>What is taken out of a tar.gz: some files of one folder, all of one length. Everything else in it is passed over.</summary>
/// <param name="Folder">The folder, in the archive and on disk.</param>
/// <param name="FileNames">The files in it.</param>
/// <param name="FileBytes">The length of each.</param>
public sealed record ArchiveContent(string Folder, IReadOnlyList<string> FileNames, long FileBytes);
