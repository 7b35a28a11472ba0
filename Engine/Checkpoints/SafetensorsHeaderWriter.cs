using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StnEngine;

/// <summary>Writes the 8-byte length and the header, padded with spaces so that the data begins at a multiple of 8.</summary>
internal sealed class SafetensorsHeaderWriter(string path)
{
    private const int Alignment = 8, MostAtOnce = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public byte[] Write(IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        CheckNames(entries);
        ArrayBufferWriter<byte> buffer = new();
        buffer.Write(stackalloc byte[sizeof(ulong)]);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteJson(json, entries, metadata);
        }

        while (buffer.WrittenCount % Alignment != 0)
        {
            buffer.Write(" "u8);
        }

        byte[] header = buffer.WrittenSpan.ToArray();
        int length = header.Length - sizeof(ulong);
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return length <= SafetensorsHeader.MaxBytes
            ? header
            : throw new CheckpointException(path, "byte 0", $"header length {length}", $"at most {SafetensorsHeader.MaxBytes}");
    }

    private void CheckNames(IReadOnlyList<SafetensorsEntry> entries)
    {
        HashSet<string> names = new([SafetensorsHeader.MetadataKey], StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in entries)
        {
            if (!names.Add(Text(entry.Name, "a tensor's name")))
            {
                string found = entry.Name == SafetensorsHeader.MetadataKey ? "the name that the format keeps for itself" : "the name twice";
                throw new CheckpointException(path, $"tensor '{entry.Name}'", found, "every name once");
            }
        }
    }

    private void WriteJson(Utf8JsonWriter json, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(Text(key, SafetensorsHeader.MetadataKey));
                WriteText(json, Text(value, $"{SafetensorsHeader.MetadataKey} '{key}'"));
            }

            json.WriteEndObject();
        }

        long begin = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            begin = WriteSlot(json, entry, begin);
        }

        json.WriteEndObject();
    }

    // In parts: the writer takes six times the memory of what it is given at once from a pool, and the pool keeps it.
    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<char> text)
    {
        for (; text.Length > MostAtOnce; text = text[MostAtOnce..])
        {
            json.WriteStringValueSegment(text[..MostAtOnce], isFinalSegment: false);
        }

        json.WriteStringValueSegment(text, isFinalSegment: true);
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

    // The JSON writer would put a replacement character for half a surrogate pair: another name than was asked for.
    private string Text(string? text, string place)
    {
        try
        {
            _ = Strict.GetByteCount(text ?? throw new CheckpointException(path, place, "null", "text"));
            return text;
        }
        catch (EncoderFallbackException error)
        {
            throw new CheckpointException(path, place, "half of a surrogate pair", "Unicode text", error);
        }
    }
}
