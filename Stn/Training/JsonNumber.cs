using System.Text.Json;

namespace Stn.Training;

/// <summary>Numbers in JSON, which has no NaN: one that is not finite is written as null, and null is read as NaN.</summary>
internal static class JsonNumber
{
    public static void Write(Utf8JsonWriter json, string name, double value, int digits)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, Math.Round(value, digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static double Read(JsonElement e, string name) => e.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN;
}
