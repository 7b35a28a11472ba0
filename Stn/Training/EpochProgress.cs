namespace Stn.Training;

/// <summary>How far an epoch is, between two batches: what it takes to go on there as if nothing had happened.</summary>
/// <param name="Batches">Batches that are done.</param>
/// <param name="Seconds">What they took.</param>
/// <param name="Totals">What their losses and right answers came to.</param>
internal sealed record EpochProgress(int Batches, double Seconds, IReadOnlyList<BatchTotals> Totals)
{
    /// <summary>At the epoch's start.</summary>
    public static EpochProgress None { get; } = new(0, 0, []);
}
