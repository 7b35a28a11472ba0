namespace Stn.Training;

/// <summary>How far a training is.</summary>
/// <param name="Epoch">The epoch that runs, from 1.</param>
/// <param name="Epochs">Epochs of the training.</param>
/// <param name="Share">How much of the epoch is done, 0 to 1.</param>
/// <param name="TestAccuracy">In percent, after the last whole epoch; null before there is one.</param>
internal sealed record TrainingProgress(int Epoch, int Epochs, double Share, double? TestAccuracy)
{
    /// <summary>How much of the training is done, 0 to 1.</summary>
    public double Done => (Epoch - 1 + Share) / Epochs;
}
