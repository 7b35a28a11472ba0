using System.Globalization;
using System.Text.Json;
using StnEngine.Layers;

namespace Stn.Evaluation;

/// <summary>What a transformer chose for an image.</summary>
/// <param name="Path">The transformer's place in the model; empty for one that stands unnamed at the entrance.</param>
/// <param name="Family">Affine, say.</param>
/// <param name="Parameters">See <see cref="StnEngine.Transformations.Transformation.Map"/>.</param>
internal sealed record TransformChoice(string Path, string Family, float[] Parameters)
{
    /// <summary>What it chose for each image of the last batch.</summary>
    public static TransformChoice[] OfEach(string path, SpatialTransformer transformer)
    {
        string family = FamilyOf(transformer);
        return [.. transformer.Last!.Parameters.ToArray().Chunk(transformer.Transformation.Identity.Count).Select(p => new TransformChoice(path, family, p))];
    }

    /// <summary>The name of what a transformer chooses from.</summary>
    public static string FamilyOf(SpatialTransformer transformer) =>
        transformer.Transformation.GetType().Name.Replace("Transformation", string.Empty, StringComparison.Ordinal);

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteMembers(json);
        json.WriteEndObject();
    }

    /// <summary>Writes into an object: <c>path, family, parameters</c>.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("path", Path);
        json.WriteString("family", Family);
        json.WriteStartArray("parameters");
        foreach (float parameter in Parameters)
        {
            // JSON has no NaN.
            if (float.IsFinite(parameter))
            {
                json.WriteNumberValue(parameter);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    public override string ToString() =>
        $"{Path} {Family} {string.Join(' ', Parameters.Select(p => p.ToString("F4", CultureInfo.InvariantCulture)))}".TrimStart();
}
