using Stn.Training;

namespace Stn;

/// <summary>Writes files where a user wants them.</summary>
internal static class UserFile
{
    /// <summary>Writes a text file whole or not at all, and makes the folders above it that are missing.</summary>
    /// <exception cref="UserException">It cannot be written there.</exception>
    public static void Write(string path, string text) => Write(path, () => RunFolder.WriteWhole(path, text));

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
