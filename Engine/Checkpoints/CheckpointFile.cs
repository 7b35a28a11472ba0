namespace StnEngine;

/// <summary>Files that hold a model.</summary>
internal static class CheckpointFile
{
    /// <summary>Writes one whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="CheckpointException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            WholeFile.Write(path, write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "file", error.Message, "a writable file", error);
        }
    }
}
