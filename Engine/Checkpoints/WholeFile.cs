using System.Text.RegularExpressions;

namespace StnEngine;

/// <summary>Writes files whole or not at all: beside their place, flushed to disk, then renamed over what was there.</summary>
/// <remarks>
/// A process that is killed may leave <c>name.random.tmp</c> beside the place, which nobody takes for the file. The folder itself is not flushed: after a
/// power cut the old file may be there instead of the new one, but whole.
/// </remarks>
internal static partial class WholeFile
{
    /// <summary>Writes one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Deletes what processes that were killed while they wrote have left in a folder. What another process is writing stays.</summary>
    /// <param name="folder">Its own files, not those of folders in it.</param>
    /// <param name="beginning">Of the files' names.</param>
    public static void DeleteLeftOvers(string folder, string beginning = "")
    {
        foreach (string path in Directory.EnumerateFiles(folder, beginning + "*.tmp").Where(path => Temporary().IsMatch(path)))
        {
            TryDelete(path);
        }
    }

    // What Path.GetRandomFileName gives, between the file's name and our ending.
    [GeneratedRegex(@"\.[a-z0-9]{8}\.[a-z0-9]{3}\.tmp$", RegexOptions.CultureInvariant)]
    private static partial Regex Temporary();

    private static void TryDelete(string path)
    {
        try
        {
            // Alone: not where somebody is writing.
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not there, or not ours to delete: the write's own outcome is what the caller must hear.
        }
    }
}
