using System.Text.Json;
using Xunit;

namespace StnEngine.Tests.Serving;

/// <summary>Holds values against the schemas of an OpenAPI document: types, required members, items, constants and alternatives.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    /// <summary>The schema of what an operation answers.</summary>
    public JsonElement Answer(string path, string method, string status, string type) =>
        document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses").GetProperty(status).GetProperty("content").GetProperty(type).GetProperty("schema");

    public void Holds(JsonElement schema, JsonElement value) => Assert.Empty(Faults(schema, value, "$"));

    /// <summary>What in a value is not as the schema says; a member that the schema does not name is a fault too.</summary>
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("oneOf", out JsonElement alternatives))
        {
            string[][] faults = [.. alternatives.EnumerateArray().Select(a => Faults(a, value, at).ToArray())];
            return faults.Count(f => f.Length == 0) == 1 ? [] : [$"{at}: not one of the alternatives: {string.Join("; ", faults.SelectMany(f => f))}"];
        }

        string[] types = schema.TryGetProperty("type", out JsonElement type) ? [.. type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!]] : [];
        if (types.Length > 0 && !types.Any(t => Is(t, value)))
        {
            return [$"{at} is {value.ValueKind}, wanted {string.Join(" or ", types)}"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object when schema.TryGetProperty("properties", out JsonElement properties) => Members(schema, properties, value, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out JsonElement items) => value.EnumerateArray().SelectMany((v, i) => Faults(items, v, $"{at}[{i}]")),
            _ => schema.TryGetProperty("const", out JsonElement constant) && constant.ToString() != value.ToString() ? [$"{at} is {value}, wanted {constant}"] : [],
        };
    }

    private static bool Is(string type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && value.TryGetInt64(out _)),
        JsonValueKind.Null => type == "null",
        _ => type == "boolean",
    };

    private IEnumerable<string> Members(JsonElement schema, JsonElement properties, JsonElement value, string at)
    {
        IEnumerable<string> missing = schema.TryGetProperty("required", out JsonElement required)
            ? required.EnumerateArray().Select(r => r.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at}.{name} is missing")
            : [];
        return missing.Concat(value.EnumerateObject().SelectMany(member => properties.TryGetProperty(member.Name, out JsonElement wanted)
            ? Faults(wanted, member.Value, $"{at}.{member.Name}")
            : [$"{at}.{member.Name} is not in the document"]));
    }

    private JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out JsonElement name) ? document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1]) : schema;
}
