using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StnEngine;

internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    public static void Write(string path, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        List<SafetensorsEntry> sorted = [.. entries.OrderByDescending(entry => entry.Dtype).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        CheckNames(path, sorted);
        byte[] header = Header(sorted, metadata);
        if (header.Length > SafetensorsHeader.MaxBytes)
        {
            throw new CheckpointException(path, "byte 0", $"header length {header.Length}", $"at most {SafetensorsHeader.MaxBytes}");
        }

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

    private static void CheckNames(string path, List<SafetensorsEntry> entries)
    {
        HashSet<string> names = new([SafetensorsHeader.MetadataKey], StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in entries)
        {
            if (!names.Add(entry.Name))
            {
                string found = entry.Name == SafetensorsHeader.MetadataKey ? "the name that the format keeps for itself" : "the name twice";
                throw new CheckpointException(path, $"tensor '{entry.Name}'", found, "every name once");
            }
        }
    }

    private static byte[] Header(List<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        buffer.GetSpan(sizeof(ulong))[..sizeof(ulong)].Clear();
        buffer.Advance(sizeof(ulong));
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            long begin = 0;
            foreach (SafetensorsEntry entry in entries)
            {
                begin = WriteSlot(json, entry, begin);
            }

            json.WriteEndObject();
        }

        while (buffer.WrittenCount % Alignment != 0)
        {
            buffer.Write(" "u8);
        }

        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - sizeof(ulong)));
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null || metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static long WriteSlot(Utf8JsonWriter json, SafetensorsEntry entry, long begin)
    {
        long end = begin + (entry.Values.LongLength * SafetensorsHeader.ElementBytes(entry.Dtype));
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Dtype.ToString());
        json.WriteStartArray("shape");
        foreach (int extent in entry.Shape)
        {
            json.WriteNumberValue(extent);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
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
