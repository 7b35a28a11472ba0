namespace Stn.Training;

/// <summary>How far an epoch is, between two batches: what it takes to go on there as if nothing had happened.</summary>
/// <param name="Batches">Batches that are done.</param>
/// <param name="Trained">Images of theirs that were learnt from.</param>
/// <param name="LeftOut">Batches of them that were not; see <see cref="NonFinitePolicy"/>.</param>
/// <param name="Seconds">What they took.</param>
/// <param name="Totals">What their losses and right answers came to.</param>
internal sealed record EpochProgress(int Batches, int Trained, int LeftOut, double Seconds, IReadOnlyList<BatchTotals> Totals)
{
    /// <summary>At the epoch's start.</summary>
    public static EpochProgress None { get; } = new(0, 0, 0, 0, []);
}
