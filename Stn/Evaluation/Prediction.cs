using System.Globalization;
using System.Text;
using System.Text.Json;
using Stn.Training;

namespace Stn.Evaluation;

/// <summary>What a model makes of a picture.</summary>
/// <param name="File">The picture's name.</param>
/// <param name="Probabilities">Of each class, by the softmax of the scores.</param>
/// <param name="Choices">What each transformer chose.</param>
internal sealed record Prediction(string File, double[] Probabilities, IReadOnlyList<TransformChoice> Choices)
{
    private const int Named = 3;

    /// <summary>The likeliest classes, the likeliest first; among equals the first class.</summary>
    public int[] Best => [.. Enumerable.Range(0, Probabilities.Length).OrderByDescending(c => Probabilities[c]).Take(Named)];

    /// <summary>Turns scores into probabilities, safely for large ones.</summary>
    public static double[] Softmax(ReadOnlySpan<float> scores)
    {
        double[] result = new double[scores.Length];
        double most = float.NegativeInfinity, sum = 0;
        foreach (float score in scores)
        {
            most = Math.Max(most, score);
        }

        for (int c = 0; c < result.Length; c++)
        {
            result[c] = Math.Exp(scores[c] - most);
            sum += result[c];
        }

        return Array.ConvertAll(result, value => value / sum);
    }

    /// <summary>One line for people.</summary>
    public string ToText(IReadOnlyList<string> classNames) => string.Create(
        CultureInfo.InvariantCulture,
        $"{File}  {string.Join(", ", Best.Select(c => string.Create(CultureInfo.InvariantCulture, $"{classNames[c]} {100 * Probabilities[c]:F2} %")))}{string.Concat(Choices.Select(c => $"  {c}"))}");

    /// <summary>
    /// One line for programs: <c>file, class, label, probability, top: [{class, label, probability}], transformers: [{path, family, parameters}]</c>.
    /// </summary>
    public string ToJson(IReadOnlyList<string> classNames)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("file", File);
            WriteClass(json, classNames, Best[0]);
            json.WriteStartArray("top");
            foreach (int c in Best)
            {
                json.WriteStartObject();
                WriteClass(json, classNames, c);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("transformers");
            foreach (TransformChoice choice in Choices)
            {
                choice.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes into an object: <c>class, label, probability</c> of one class.</summary>
    public void WriteClass(Utf8JsonWriter json, IReadOnlyList<string> classNames, int c)
    {
        json.WriteString("class", classNames[c]);
        json.WriteNumber("label", c);
        JsonNumber.Write(json, "probability", Probabilities[c], 6);
    }
}
