using System.Text.Json;

namespace Stn.Training;

/// <summary>Numbers in JSON, which has no NaN: one that is not finite is written as null, and null is read as NaN.</summary>
internal static class JsonNumber
{
    public static void Write(Utf8JsonWriter json, string name, double value, int digits)
    {
        json.WritePropertyName(name);
        WriteValue(json, value, digits);
    }

    public static void WriteValue(Utf8JsonWriter json, double value, int digits)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(Math.Round(value, digits));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    public static double Read(JsonElement e, string name) => ReadValue(e.GetProperty(name));

    public static double ReadValue(JsonElement e) => e.ValueKind == JsonValueKind.Number ? e.GetDouble() : double.NaN;
}
