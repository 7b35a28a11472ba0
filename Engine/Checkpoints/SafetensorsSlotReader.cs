using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace StnEngine;

/// <summary>Reads one tensor's entry of a header: <c>dtype</c>, <c>shape</c> and <c>data_offsets</c>, each exactly once.</summary>
internal sealed class SafetensorsSlotReader(string path, string name)
{
    private const int MostShown = 100;

    public SafetensorsSlot Read(JsonElement element)
    {
        JsonElement? dtype = null, shape = null, offsets = null;
        foreach (JsonProperty field in Expect(element, JsonValueKind.Object, "an object").EnumerateObject())
        {
            switch (field.Name)
            {
                case "dtype": Once(ref dtype, field); break;
                case "shape": Once(ref shape, field); break;
                case "data_offsets": Once(ref offsets, field); break;
                default: throw Wrong($"field '{field.Name}'", "only dtype, shape and data_offsets");
            }
        }

        SafetensorsDtype type = ReadDtype(dtype ?? throw Wrong("no dtype", "one"));
        int[] extents = ReadShape(shape ?? throw Wrong("no shape", "one"));
        (long begin, long end) = ReadOffsets(offsets ?? throw Wrong("no data_offsets", "[begin, end]"));
        CheckSize(type, extents, begin, end);
        return new SafetensorsSlot(name, type, extents, begin, end);
    }

    private SafetensorsDtype ReadDtype(JsonElement element)
    {
        string text = Expect(element, JsonValueKind.String, "a dtype's name").GetString()!;
        foreach (SafetensorsDtype dtype in Enum.GetValues<SafetensorsDtype>())
        {
            if (text == dtype.ToString())
            {
                return dtype;
            }
        }

        throw Wrong($"dtype '{text}'", "F32, F64, I64 or U8");
    }

    private int[] ReadShape(JsonElement element)
    {
        Expect(element, JsonValueKind.Array, "a shape as an array");
        int[] extents = new int[element.GetArrayLength()];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            bool whole = Expect(element[axis], JsonValueKind.Number, "whole extents").TryGetInt32(out extents[axis]);
            if (!whole || extents[axis] < 0)
            {
                throw Wrong($"extent {Raw(element[axis])} of axis {axis}", $"a whole number from 0 to {int.MaxValue}");
            }
        }

        return extents;
    }

    private (long Begin, long End) ReadOffsets(JsonElement element)
    {
        long end = 0;
        bool good = Expect(element, JsonValueKind.Array, "data_offsets as an array").GetArrayLength() == 2;
        good &= TryWhole(element, 0, out long begin) && TryWhole(element, 1, out end);
        return good && begin >= 0 && begin <= end
            ? (begin, end)
            : throw Wrong($"data_offsets {Raw(element)}", "two whole numbers [begin, end], begin not after end");
    }

    // As it stands in the file, as far as a message needs it.
    private static string Raw(JsonElement element)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        return Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, MostShown)]);
    }

    private static bool TryWhole(JsonElement array, int index, out long value)
    {
        value = 0;
        return index < array.GetArrayLength() && array[index].ValueKind == JsonValueKind.Number && array[index].TryGetInt64(out value);
    }

    private void CheckSize(SafetensorsDtype dtype, int[] shape, long begin, long end)
    {
        long bytes = SafetensorsHeader.ElementBytes(dtype);
        try
        {
            foreach (int extent in shape)
            {
                bytes = checked(bytes * extent);
            }
        }
        catch (OverflowException)
        {
            throw Wrong($"shape [{string.Join(", ", shape)}]", "a size that fits 64 bits");
        }

        if (bytes != end - begin)
        {
            throw Wrong($"{end - begin} bytes in data_offsets", $"{bytes}, as {dtype} [{string.Join(", ", shape)}] wants");
        }

        if (bytes / SafetensorsHeader.ElementBytes(dtype) > Array.MaxLength)
        {
            throw Wrong($"shape [{string.Join(", ", shape)}]", $"at most {Array.MaxLength} elements");
        }
    }

    private void Once(ref JsonElement? field, JsonProperty property) =>
        field = field is null ? property.Value : throw Wrong($"field '{property.Name}' twice", "it once");

    private JsonElement Expect(JsonElement element, JsonValueKind kind, string expected) =>
        element.ValueKind == kind ? element : throw Wrong(element.ValueKind.ToString(), expected);

    private CheckpointException Wrong(string found, string expected) => new(path, $"tensor '{name}'", found, expected);
}
