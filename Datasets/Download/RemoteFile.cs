namespace StnEngine.Datasets.Download;

/// <summary>A published file.</summary>
/// <param name="Name">Its name, on every mirror and on disk.</param>
/// <param name="Bytes">Its exact length: a mirror that offers more or less has another file.</param>
/// <param name="Sum">Its digest.</param>
public sealed record RemoteFile(string Name, long Bytes, Checksum Sum)
{
    /// <summary>For a tar.gz, what to take out of it; it is not kept then. Null for a file that is kept as it is.</summary>
    public ArchiveContent? Archive { get; init; }

    /// <summary>Which of the files it stands for are not in <paramref name="folder"/>, by their paths in it; they are not opened.</summary>
    /// <remarks>A <c>.gz</c> that lies there unpacked, without its suffix, counts.</remarks>
    internal IEnumerable<string> MissingFrom(string folder)
        => Archive is null
            ? new[] { Name }.Where(name => !IsThere(folder, name))
            : Archive.FileNames.Select(name => Path.Combine(Archive.Folder, name)).Where(name => !File.Exists(Path.Combine(folder, name)));

    private static bool IsThere(string folder, string name)
        => File.Exists(Path.Combine(folder, name))
            || (name.EndsWith(".gz", StringComparison.Ordinal) && File.Exists(Path.Combine(folder, name[..^".gz".Length])));
}
