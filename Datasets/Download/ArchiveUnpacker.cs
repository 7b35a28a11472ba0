using System.Formats.Tar;
using System.IO.Compression;

namespace StnEngine.Datasets.Download;

/// <summary>Takes the expected files out of a tar.gz. Paths from the archive are compared, never used.</summary>
internal static class ArchiveUnpacker
{
    /// <summary>Unpacks into a folder beside the target and moves what is missing there, each file whole.</summary>
    /// <exception cref="DatasetException">A file is not in the archive, of another length or damaged, or the disk refuses.</exception>
    public static async Task UnpackAsync(
        Stream archive, string archivePath, ArchiveContent content, string folder, CancellationToken cancellation)
    {
        string target = Path.Combine(folder, content.Folder);
        string temporary = TemporaryFor(content, folder);
        try
        {
            DeleteFolder(temporary);
            Directory.CreateDirectory(temporary);
            await ExtractAsync(archive, archivePath, content, temporary, cancellation);
            Directory.CreateDirectory(target);
            foreach (string name in content.FileNames.Where(name => !File.Exists(Path.Combine(target, name))))
            {
                File.Move(Path.Combine(temporary, name), Path.Combine(target, name));
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Damaged(archivePath, $"is no whole tar.gz ({error.Message}).", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PartFile.CannotWrite(target, error);
        }
        finally
        {
            DeleteFolder(temporary);
        }
    }

    /// <summary>Deletes the folder that a process that was killed unpacked into.</summary>
    public static void DeleteLeftOvers(ArchiveContent content, string folder) => DeleteFolder(TemporaryFor(content, folder));

    private static string TemporaryFor(ArchiveContent content, string folder) => Path.Combine(folder, content.Folder) + ".part";

    private static async Task ExtractAsync(
        Stream archive, string archivePath, ArchiveContent content, string temporary, CancellationToken cancellation)
    {
        archive.Position = 0;
        Dictionary<string, string> wanted = content.FileNames.ToDictionary(name => $"{content.Folder}/{name}");
        using GZipStream unzipped = new(archive, CompressionMode.Decompress, leaveOpen: true);
        using TarReader reader = new(unzipped);
        while (wanted.Count > 0 && await reader.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (!wanted.Remove(entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name, out string? name))
            {
                continue;
            }
            if (entry.DataStream is not { } data || entry.Length != content.FileBytes)
            {
                throw Damaged(archivePath, $"holds {entry.Name} with {entry.Length} bytes where {content.FileBytes} were wanted.");
            }
            using FileStream file = File.Create(Path.Combine(temporary, name));
            await data.CopyToAsync(file, cancellation);
            file.Flush(flushToDisk: true);
        }
        if (wanted.Count > 0)
        {
            throw Damaged(archivePath, $"does not hold {string.Join(", ", wanted.Keys)}.");
        }
    }

    private static DatasetException Damaged(string path, string problem, Exception? inner = null)
        => new(path, problem, "Delete it, and fetch it again.", inner);

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
