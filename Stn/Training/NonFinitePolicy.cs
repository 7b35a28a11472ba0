namespace Stn.Training;

/// <summary>What is done about NaN and infinity in a training.</summary>
/// <param name="Skips">Whether a batch that makes such numbers is left out; otherwise training ends there.</param>
/// <param name="Examines">Whether every operation of every batch is looked at, one by one and slowly, before the batch is learnt from.</param>
/// <param name="StepsToALook">Every how many steps the host looks; null for what costs nothing: every step on the CPU, some where a device would be waited for.</param>
internal sealed record NonFinitePolicy(bool Skips = false, bool Examines = false, int? StepsToALook = null)
{
    private const int StepsWhereALookWaits = 64;

    /// <summary>Every how many steps the host looks.</summary>
    /// <param name="deviceSpec">Where it trains.</param>
    public int StepsOn(string deviceSpec) => Skips || Examines ? 1 : StepsToALook ?? (deviceSpec == "cpu" ? 1 : StepsWhereALookWaits);
}
