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
    private const int MostBytes = 1 << 25;

    public IReadOnlyList<EpochResult> Epochs() => [.. Log.Select(EpochResult.FromJson)];

    /// <summary>Reads them; null where there are none that can be read, as of cells that an earlier version ran: a page does without.</summary>
    public static CellDetails? Read(string path)
    {
        try
        {
            CellDetails? details = File.Exists(path) ? JsonSerializer.Deserialize(UserFile.Read(path, MostBytes), CellDetailsJson.Default.CellDetails) : null;
            details?.Check();
            return details;
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, CellDetailsJson.Default.CellDetails) + "\n";

    private void Check()
    {
        Options.Check();
        if (Array.Exists(Log, line => line is null) || Array.Exists(Sections, section => section is null))
        {
            throw new JsonException("A line or section is null.");
        }

        Epochs();
    }
}

[JsonSerializable(typeof(CellDetails))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class CellDetailsJson : JsonSerializerContext;
