namespace Stn.Training;

/// <summary>Where and on what a run goes: nothing here changes the result, as long as all numbers are finite.</summary>
/// <param name="Data">Root of the data sets; null for <c>STN_DATA</c> or the cache folder.</param>
/// <param name="Device">Device spec.</param>
/// <param name="Threads">CPU threads; 0 for one per processor.</param>
/// <param name="Out">Folder of the run; null for a new one under <c>runs</c>.</param>
/// <param name="Resume">Whether to go on from what is in <paramref name="Out"/>.</param>
/// <param name="DryRun">One batch of training and evaluation, nothing written.</param>
/// <param name="Graph">Whether a training step may become one CUDA graph.</param>
/// <param name="Offline">Whether missing data files may not be fetched.</param>
/// <param name="Watch">Address on which the run is shown while it trains; null for none.</param>
/// <param name="SaveEvery">Minutes between two checkpoints within an epoch.</param>
/// <param name="NonFinite">What is done about NaN and infinity; null for the default.</param>
internal sealed record RunSettings(
    string? Data = null, string Device = "auto", int Threads = 0, string? Out = null, bool Resume = false, bool DryRun = false, bool Graph = true, bool Offline = false,
    string? Watch = null, double SaveEvery = RunSettings.UsualSaveEvery, NonFinitePolicy? NonFinite = null)
{
    /// <summary>A checkpoint takes less than a second: what is lost when the power fails is worth more.</summary>
    public const double UsualSaveEvery = 10;
}
