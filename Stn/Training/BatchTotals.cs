namespace Stn.Training;

/// <summary>What the batches of one size came to, as the device adds it up.</summary>
/// <param name="BatchSize">Images in each.</param>
/// <param name="Loss">The sum of their mean losses.</param>
/// <param name="Correct">Right answers.</param>
internal sealed record BatchTotals(int BatchSize, float Loss, float Correct);
