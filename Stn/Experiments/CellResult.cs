using System.Text.Json.Serialization;

namespace Stn.Experiments;

/// <summary>A filled cell, as it stands in the results.</summary>
/// <param name="Model">Its row.</param>
/// <param name="Column">Its column.</param>
/// <param name="Seed">Root of every random stream.</param>
/// <param name="ErrorPercent">Test images that were given a wrong class.</param>
/// <param name="PublishedPercent">The published error; null where there is none.</param>
/// <param name="Parameters">Parameters of the model.</param>
/// <param name="Seconds">What training and testing took.</param>
/// <param name="Epochs">Epochs that were trained.</param>
internal sealed record CellResult(
    string Model, string Column, ulong Seed, double ErrorPercent, double? PublishedPercent, int Parameters, double Seconds, int Epochs)
{
    /// <summary>Whether its numbers can be written again: JSON has no infinity, but can be read as one.</summary>
    [JsonIgnore]
    public bool IsFinite => double.IsFinite(ErrorPercent) && double.IsFinite(PublishedPercent ?? 0) && double.IsFinite(Seconds);
}
