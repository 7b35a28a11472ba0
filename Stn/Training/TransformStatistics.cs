using System.Text.Json;
using StnEngine.Transformations;

namespace Stn.Training;

/// <summary>What a transformer does to images, on average: whether it still looks at them.</summary>
/// <param name="Path">Which transformer of the model; empty for one that stands unnamed at the entrance.</param>
/// <param name="Zoom">Above 1 images grow: the root of the area that a small piece of the input takes in the output, at its middle.</param>
/// <param name="RotationDegrees">How far images are turned, counter-clockwise as seen on the screen.</param>
/// <param name="InView">Share of the output's points that read inside the image.</param>
/// <param name="Determinant">Area that a small piece of the output takes in the input; below 0 images are turned over.</param>
internal sealed record TransformStatistics(string Path, double Zoom, double RotationDegrees, double InView, double Determinant)
{
    private const int PointsASide = 9;
    private const int Digits = 4, ParameterDigits = 4;
    private const string ChoicesKey = "choices";

    // Of the derivatives at the middle.
    private const double Step = 1e-3;

    // Images are gone when hardly a point of them is seen, when they are a blur of a few pixels, or a dot.
    private const double LeastInView = 0.1, MostZoom = 8, LeastZoom = 1 / 8.0;

    /// <summary>What was chosen for each of <see cref="WatchedImages.Shown"/>: how frames move from epoch to epoch. Empty in logs that were written without.</summary>
    public IReadOnlyList<float[]> Choices { get; init; } = [];

    /// <summary>Whether hardly anything of the images is left to see.</summary>
    public bool IsCollapsed => !(InView > LeastInView && Zoom > LeastZoom && Zoom < MostZoom);

    /// <summary>Means over some images.</summary>
    /// <param name="path">Which transformer of the model.</param>
    /// <param name="transformation">What was chosen from.</param>
    /// <param name="parameters">Each image's choice.</param>
    public static TransformStatistics Of(string path, Transformation transformation, float[] parameters)
    {
        TransformStatistics[] each = [.. parameters.Chunk(transformation.Identity.Count).Select(p => OfOne(transformation, Array.ConvertAll(p, value => (double)value)))];
        return new TransformStatistics(
            path, each.Average(s => s.Zoom), each.Average(s => s.RotationDegrees), each.Average(s => s.InView), each.Average(s => s.Determinant));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TransformStatistics Read(JsonElement e) => new(
        e.GetProperty("path").GetString() ?? throw new JsonException("A transformer's path is null."), JsonNumber.Read(e, "zoom"), JsonNumber.Read(e, "rotation_degrees"), JsonNumber.Read(e, "in_view"), JsonNumber.Read(e, "determinant"))
    {
        Choices = e.TryGetProperty(ChoicesKey, out JsonElement choices) ? [.. choices.EnumerateArray().Select(c => c.EnumerateArray().Select(ReadParameter).ToArray())] : [],
    };

    /// <summary>Writes an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("path", Path);
        JsonNumber.Write(json, "zoom", Zoom, Digits);
        JsonNumber.Write(json, "rotation_degrees", RotationDegrees, Digits);
        JsonNumber.Write(json, "in_view", InView, Digits);
        JsonNumber.Write(json, "determinant", Determinant, Digits);
        if (Choices.Count > 0)
        {
            WriteChoices(json);
        }

        json.WriteEndObject();
    }

    public override string ToString() => FormattableString.Invariant($"zoom {Zoom:F2}, turn {RotationDegrees:F0} deg, in view {100 * InView:F0} %");

    private void WriteChoices(Utf8JsonWriter json)
    {
        json.WriteStartArray(ChoicesKey);
        foreach (float[] choice in Choices)
        {
            json.WriteStartArray();
            foreach (float parameter in choice)
            {
                JsonNumber.WriteValue(json, parameter, ParameterDigits);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static float ReadParameter(JsonElement e) => (float)JsonNumber.ReadValue(e);

    private static TransformStatistics OfOne(Transformation transformation, double[] parameters)
    {
        ((double rightX, double rightY), (double leftX, double leftY)) = (transformation.Map(parameters, Step, 0), transformation.Map(parameters, -Step, 0));
        ((double lowX, double lowY), (double highX, double highY)) = (transformation.Map(parameters, 0, Step), transformation.Map(parameters, 0, -Step));
        double xu = (rightX - leftX) / (2 * Step), yu = (rightY - leftY) / (2 * Step), xv = (lowX - highX) / (2 * Step), yv = (lowY - highY) / (2 * Step);
        double determinant = (xu * yv) - (xv * yu);
        int seen = 0;
        for (int i = 0; i < PointsASide * PointsASide; i++)
        {
            (double x, double y) = transformation.Map(parameters, Place(i % PointsASide), Place(i / PointsASide));
            seen += Math.Abs(x) <= 1 && Math.Abs(y) <= 1 ? 1 : 0;
        }

        return new TransformStatistics(
            string.Empty, 1 / Math.Sqrt(Math.Abs(determinant)), double.RadiansToDegrees(Math.Atan2(yu - xv, xu + yv)), seen / (double)(PointsASide * PointsASide), determinant);
    }

    private static double Place(int index) => ((2.0 * index) / (PointsASide - 1)) - 1;
}
