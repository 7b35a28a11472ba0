namespace StnEngine;

/// <summary>Writes files whole or not at all: beside their place, flushed to disk, then renamed over what was there.</summary>
internal static class WholeFile
{
    /// <summary>Writes one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="CheckpointException">It cannot be written.</exception>
    public static void Write(string path, Action<FileStream> write)
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
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "file", error.Message, "a writable file", error);
        }
        finally
        {
            // Gone already when the rename went well.
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The write's own outcome is what the caller must hear.
        }
    }
}
