using System.Numerics;
using System.Text.Json;
using Stn.Evaluation;

namespace Stn.Serving;

/// <summary>What a transformer did to a picture.</summary>
/// <param name="Choice">The numbers that it chose.</param>
/// <param name="Frame">What it sampled of the input: see <see cref="Pictures.TransformFrame"/>; null for one on feature maps.</param>
/// <param name="Picture">A PNG file of what it made; null for one on feature maps, and where no pictures are wanted.</param>
internal sealed record TransformerAnswer(TransformChoice Choice, Vector2[]? Frame, byte[]? Picture)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Choice.WriteMembers(json);
        WriteFrame(json);
        if (Picture is not null)
        {
            json.WriteBase64String("picture", Picture);
        }

        json.WriteEndObject();
    }

    // JSON has no NaN: a frame that is not finite is none.
    private void WriteFrame(Utf8JsonWriter json)
    {
        if (Frame is null || !Array.TrueForAll(Frame, p => float.IsFinite(p.X) && float.IsFinite(p.Y)))
        {
            json.WriteNull("frame");
            return;
        }

        json.WriteStartArray("frame");
        foreach (Vector2 point in Frame)
        {
            json.WriteStartArray();
            json.WriteNumberValue(point.X);
            json.WriteNumberValue(point.Y);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
