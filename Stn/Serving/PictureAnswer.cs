using System.Text.Json;
using Stn.Evaluation;

namespace Stn.Serving;

/// <summary>What a model says to a picture.</summary>
/// <param name="ClassNames">By label.</param>
/// <param name="Prediction">The classes' probabilities.</param>
/// <param name="Transformers">What each transformer did.</param>
/// <param name="Explanation">Pictures of it; null where none are wanted.</param>
internal sealed record PictureAnswer(
    IReadOnlyList<string> ClassNames, Prediction Prediction, IReadOnlyList<TransformerAnswer> Transformers, PictureExplanation? Explanation)
{
    /// <summary>
    /// Writes <c>class, label, probability, probabilities: [{class, label, probability}], transformers: [{path, family, parameters, frame, picture}],
    /// explanation: {input, heat_on_input, heat_on_seen}</c>; pictures only where they are wanted.
    /// </summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Prediction.WriteClass(json, ClassNames, Prediction.Best[0]);
        json.WriteStartArray("probabilities");
        for (int c = 0; c < ClassNames.Count; c++)
        {
            json.WriteStartObject();
            Prediction.WriteClass(json, ClassNames, c);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("transformers");
        foreach (TransformerAnswer transformer in Transformers)
        {
            transformer.Write(json);
        }

        json.WriteEndArray();
        if (Explanation is not null)
        {
            json.WritePropertyName("explanation");
            Explanation.Write(json);
        }

        json.WriteEndObject();
    }
}
