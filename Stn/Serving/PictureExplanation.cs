using System.Text.Json;

namespace Stn.Serving;

/// <summary>PNG files of what a model saw and what of it spoke for its answer.</summary>
/// <param name="Input">The picture as the model takes it.</param>
/// <param name="HeatOnInput">Grad-CAM to be laid over that, for each transformer on the input, or one where there is none; null for a model without convolutions.</param>
/// <param name="HeatOnSeen">The same to be laid over what such a transformer made, or over the input where there is none.</param>
internal sealed record PictureExplanation(byte[] Input, byte[][]? HeatOnInput, byte[]? HeatOnSeen)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBase64String("input", Input);
        if (HeatOnInput is not null && HeatOnSeen is not null)
        {
            json.WriteStartArray("heat_on_input");
            foreach (byte[] heat in HeatOnInput)
            {
                json.WriteBase64StringValue(heat);
            }

            json.WriteEndArray();
            json.WriteBase64String("heat_on_seen", HeatOnSeen);
        }

        json.WriteEndObject();
    }
}
