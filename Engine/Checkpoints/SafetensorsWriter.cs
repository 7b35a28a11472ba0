using System.Runtime.InteropServices;

namespace StnEngine;

internal static class SafetensorsWriter
{
    public static void Write(string path, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        List<SafetensorsEntry> sorted = [.. entries.OrderByDescending(entry => entry.Dtype).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        byte[] header = new SafetensorsHeaderWriter(path).Write(sorted, metadata);
        CheckpointFile.Write(path, stream => WriteContent(stream, header, sorted));
    }

    private static void WriteContent(Stream stream, byte[] header, List<SafetensorsEntry> entries)
    {
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
    }

    private static void WriteValues<T>(Stream stream, T[] values)
        where T : struct => Safetensors.InChunks(values, chunk => stream.Write(MemoryMarshal.AsBytes(chunk.Span)));
}
