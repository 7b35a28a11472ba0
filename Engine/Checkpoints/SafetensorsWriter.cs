using System.Runtime.InteropServices;

namespace StnEngine;

internal static class SafetensorsWriter
{
    public static void Write(string path, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        List<SafetensorsEntry> sorted = [.. entries.OrderByDescending(entry => entry.Dtype).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        byte[] header = new SafetensorsHeaderWriter(path).Write(sorted, metadata);
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            WriteContent(temporary, header, sorted);
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

    private static void WriteContent(string path, byte[] header, List<SafetensorsEntry> entries)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write);
        stream.Write(header);
        foreach (SafetensorsEntry entry in entries)
        {
            switch (entry.Values)
            {
                case float[] values: WriteValues(stream, values); break;
                case double[] values: WriteValues(stream, values); break;
                case long[] values: WriteValues(stream, values); break;
                case byte[] values: WriteValues(stream, values); break;
            }
        }

        stream.Flush(flushToDisk: true);
    }

    private static void WriteValues<T>(FileStream stream, T[] values)
        where T : struct => Safetensors.InChunks(values, chunk => stream.Write(MemoryMarshal.AsBytes(chunk.Span)));

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
