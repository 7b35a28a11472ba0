using System.Text.Json;
using System.Text.Json.Serialization;
using Stn.Reports;
using Stn.Training;

namespace Stn.Experiments;

/// <summary>What the page of an experiment shows of a cell: kept in a file of its own, because the trained model is not.</summary>
/// <param name="Options">What was trained and how.</param>
/// <param name="Log">Lines of a log, where the images that the epoch is chosen by stand in the place of the test images.</param>
/// <param name="Sections">Parts of a page; none for seeds behind the first.</param>
internal sealed record CellDetails(TrainOptions Options, string[] Log, PageSection[] Sections)
{
    public IReadOnlyList<EpochResult> Epochs() => [.. Log.Select(EpochResult.FromJson)];

    /// <summary>Reads them; null where there are none, as of cells that an earlier version ran.</summary>
    public static CellDetails? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), CellDetailsJson.Default.CellDetails) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, CellDetailsJson.Default.CellDetails) + "\n";
}

[JsonSerializable(typeof(CellDetails))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class CellDetailsJson : JsonSerializerContext;
