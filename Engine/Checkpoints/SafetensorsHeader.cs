using System.Text.Json;

namespace StnEngine;

/// <summary>One line of a header: a tensor's type, shape and range of bytes, counted from the end of the header.</summary>
internal readonly record struct SafetensorsSlot(string Name, SafetensorsDtype Dtype, int[] Shape, long Begin, long End);

/// <summary>A header that was checked against the format's rules: the slots cover the data exactly, in order.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsSlot> Slots, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";
    public const int MaxBytes = 100_000_000;

    // Two hundred thousand tensors. A document takes twelve bytes for each bracket and number: a header of nothing else would take several times the file.
    private const int MostTokens = 1 << 21;

    public static int ElementBytes(SafetensorsDtype dtype) => dtype switch
    {
        SafetensorsDtype.U8 => 1,
        SafetensorsDtype.F32 => 4,
        _ => 8,
    };

    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataBytes)
    {
        try
        {
            CheckTokens(path, json.Span);
            using JsonDocument document = JsonDocument.Parse(json);
            return Parse(path, document.RootElement, dataBytes);
        }
        catch (JsonException error)
        {
            string place = error.LineNumber is 0 ? $"byte {sizeof(long) + error.BytePositionInLine}" : $"header line {error.LineNumber + 1}";
            throw new CheckpointException(path, place, "a broken header (" + error.Message + ")", "a JSON object", error);
        }
        catch (InvalidOperationException error)
        {
            // What the JSON reader throws for a string that is no Unicode text.
            throw new CheckpointException(path, $"byte {sizeof(long)}", "a broken string in the header", "UTF-8 text", error);
        }
    }

    private static SafetensorsHeader Parse(string path, JsonElement root, long dataBytes)
    {
        List<SafetensorsSlot> slots = [];
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw new CheckpointException(path, $"tensor '{property.Name}'", "the name twice", "every name once");
            }

            if (property.Name == MetadataKey)
            {
                ReadMetadata(path, property.Value, metadata);
            }
            else
            {
                slots.Add(new SafetensorsSlotReader(path, property.Name).Read(property.Value));
            }
        }

        slots.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckCoverage(path, slots, dataBytes);
        return new SafetensorsHeader(slots, metadata);
    }

    private static void CheckTokens(string path, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        for (int tokens = 1; reader.Read(); tokens++)
        {
            if (tokens > MostTokens)
            {
                throw new CheckpointException(path, $"byte {sizeof(long) + reader.TokenStartIndex}", $"more than {MostTokens} brackets, names and numbers in the header", "fewer");
            }
        }
    }

    private static void ReadMetadata(string path, JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new CheckpointException(path, MetadataKey, element.ValueKind.ToString(), "an object of strings");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw new CheckpointException(path, $"{MetadataKey} '{property.Name}'", property.Value.ValueKind.ToString(), "a string");
            }

            if (!metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw new CheckpointException(path, $"{MetadataKey} '{property.Name}'", "the key twice", "every key once");
            }
        }
    }

    private static void CheckCoverage(string path, List<SafetensorsSlot> slots, long dataBytes)
    {
        long covered = 0;
        foreach (SafetensorsSlot slot in slots)
        {
            if (slot.Begin != covered)
            {
                string what = slot.Begin > covered ? "a hole before" : "an overlap at";
                throw new CheckpointException(path, $"tensor '{slot.Name}'", $"{what} data byte {slot.Begin}", $"data byte {covered}");
            }

            covered = slot.End;
        }

        if (covered != dataBytes)
        {
            string last = slots.Count == 0 ? "data" : $"tensor '{slots[^1].Name}'";
            throw new CheckpointException(path, last, $"{dataBytes} bytes of data in the file", $"{covered}, where the last tensor ends");
        }
    }
}
