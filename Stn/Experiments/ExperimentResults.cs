using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stn.Experiments;

/// <summary>The results of an experiment: what <c>NAME.json</c> holds.</summary>
internal sealed class ExperimentResults
{
    private const int MostBytes = 1 << 24;

    public required string Name { get; init; }

    public required string Machine { get; set; }

    public required string Commit { get; set; }

    public required string Command { get; set; }

    public required List<CellResult> Cells { get; init; }

    /// <summary>Reads them; null where there are none yet.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserException">The file holds something else.</exception>
    public static ExperimentResults? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            ExperimentResults? results = JsonSerializer.Deserialize(UserFile.Read(path, MostBytes), ExperimentJson.Default.ExperimentResults);
            return results is not null && results.Cells.TrueForAll(c => c is { IsFinite: true })
                ? results
                : throw new JsonException("It has no cells, or one without numbers.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' holds no results of an experiment: {e.Message} Move it away, or choose another --out.", e);
        }
    }

    /// <summary>The results as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExperimentJson.Default.ExperimentResults) + "\n";

    /// <summary>Results of a cell, one for each seed.</summary>
    public IReadOnlyList<CellResult> Of(string model, string column) => [.. Cells.Where(c => c.Model == model && c.Column == column)];

    /// <summary>Mean error of a cell over its seeds; null where it has none yet.</summary>
    public double? ErrorOf(string model, string column) => Of(model, column) is { Count: > 0 } cells ? cells.Average(c => c.ErrorPercent) : null;

    /// <summary>Adds a cell in the place of one of the same seed.</summary>
    public void Put(CellResult cell)
    {
        Cells.RemoveAll(c => (c.Model, c.Column, c.Seed) == (cell.Model, cell.Column, cell.Seed));
        Cells.Add(cell);
    }
}

[JsonSerializable(typeof(ExperimentResults))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class ExperimentJson : JsonSerializerContext;
