using Stn.Training;

namespace Stn;

/// <summary>Reads and writes files where a user has them, or wants them.</summary>
internal static class UserFile
{
    /// <summary>Writes a text file whole or not at all, and makes the folders above it that are missing.</summary>
    /// <exception cref="UserException">It cannot be written there.</exception>
    public static void Write(string path, string text) => Write(path, () => RunFolder.WriteWhole(path, text));

    /// <summary>A file that is read whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Bytes; a longer one is refused unread.</param>
    /// <exception cref="IOException">It cannot be read, or is longer.</exception>
    public static byte[] Read(string path, int most)
    {
        long length = new FileInfo(path).Length;
        return length <= most ? File.ReadAllBytes(path) : throw new IOException(FormattableString.Invariant($"It holds {length} bytes where at most {most} were wanted."));
    }

    /// <summary>Makes the folders above a file that are missing, and has it written.</summary>
    /// <exception cref="UserException">It cannot be written there.</exception>
    public static void Write(string path, Action write)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' cannot be written: {e.Message} Choose another place.", e);
        }
    }
}
