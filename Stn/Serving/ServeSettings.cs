using Stn.Training;

namespace Stn.Serving;

/// <summary>What the <c>serve</c> command is told.</summary>
/// <param name="Checkpoint">The model; null to train one first.</param>
/// <param name="Url">Where to listen.</param>
/// <param name="Device">Device spec.</param>
/// <param name="Threads">CPU threads; 0 for one per processor to train, and one to answer.</param>
internal sealed record ServeSettings(string? Checkpoint, string Url, string Device, int Threads)
{
    /// <summary>A data set in the place of the run's own, for its classes; null for that one.</summary>
    public string? Dataset { get; init; }

    /// <summary>What to train where no checkpoint is given.</summary>
    public GivenOptions FirstTraining { get; init; } = new();

    /// <summary>Folder of that training; null for a new one under <c>runs</c>.</summary>
    public string? Out { get; init; }

    public ServeLimits Limits { get; init; } = new();
}
