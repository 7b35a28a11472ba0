using Stn.Training;

namespace Stn.Reports;

/// <summary>Writes pages where a user wants them.</summary>
internal static class PageFile
{
    /// <summary>Writes one whole or not at all, and makes the folders above it that are missing.</summary>
    /// <exception cref="UserException">It cannot be written there.</exception>
    public static void Write(string path, string page)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            RunFolder.WriteWhole(path, page);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' cannot be written: {e.Message} Choose another place.", e);
        }
    }
}
