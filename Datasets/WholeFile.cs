namespace StnEngine.Datasets;

/// <summary>Writes files whole or not at all: beside their place, flushed to disk, then renamed over what was there.</summary>
public static class WholeFile
{
    /// <summary>Writes one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
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
            File.Delete(temporary);
            throw;
        }
    }
}
