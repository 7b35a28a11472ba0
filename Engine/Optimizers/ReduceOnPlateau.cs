namespace StnEngine.Optimizers;

/// <summary>A rate that drops when a metric, told once an epoch, no longer gets better.</summary>
/// <remarks>
/// PyTorch's <c>ReduceLROnPlateau</c> with its relative threshold and no cooldown: better is at least a ten-thousandth better than
/// the best so far, NaN never is, and the drop comes with the epoch after <c>patience</c> epochs that were not.
/// </remarks>
public sealed class ReduceOnPlateau : ILearningRateSchedule
{
    private const string StateName = "schedule.plateau";
    private const double Threshold = 1e-4;

    // PyTorch leaves a rate alone that would change by less.
    private const double SmallestChange = 1e-8;
    private readonly PlateauMode _mode;
    private readonly double _factor;
    private readonly int _patience;
    private readonly double _floor;
    private double _rate;
    private double _best;
    private int _badEpochs;

    /// <summary>A schedule.</summary>
    /// <param name="start">First rate.</param>
    /// <param name="mode">Whether a better metric is smaller (a loss) or larger (an accuracy).</param>
    /// <param name="factor">What a drop multiplies by, below 1.</param>
    /// <param name="patience">Epochs without improvement that are put up with.</param>
    /// <param name="floor">Smallest rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not in 0 to below 1, or the patience is negative.</exception>
    public ReduceOnPlateau(float start, PlateauMode mode = PlateauMode.Min, double factor = 0.1, int patience = 6, float floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        if (factor is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor from 0 to below 1 is wanted.");
        }

        (_rate, _mode, _factor, _patience, _floor) = (start, mode, factor, patience, floor);
        _best = mode == PlateauMode.Min ? double.PositiveInfinity : double.NegativeInfinity;
    }

    /// <summary>The current rate, whatever the step.</summary>
    /// <param name="step">Not looked at.</param>
    /// <returns>A rate of at least the floor.</returns>
    public float At(int step) => (float)_rate;

    /// <summary>Takes in an epoch's metric and drops the rate if it is time to.</summary>
    /// <param name="metric">A loss, an accuracy.</param>
    public void Report(double metric)
    {
        bool better = _mode == PlateauMode.Min ? metric < _best * (1 - Threshold) : metric > _best * (1 + Threshold);
        _best = better ? metric : _best;
        _badEpochs = better ? 0 : _badEpochs + 1;
        if (_badEpochs > _patience)
        {
            double lower = Math.Max(_rate * _factor, _floor);
            _rate = _rate - lower > SmallestChange ? lower : _rate;
            _badEpochs = 0;
        }
    }

    /// <summary>Rate, best metric and epochs without improvement, for a checkpoint.</summary>
    /// <returns>One named array.</returns>
    public IEnumerable<SafetensorsEntry> Save() => [SafetensorsEntry.Of(StateName, [_rate, _best, _badEpochs], 3)];

    /// <summary>Takes back what <see cref="Save"/> gave.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <exception cref="CheckpointException">The entry is missing or of another kind.</exception>
    public void Load(SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        SafetensorsEntry entry = file[StateName];
        (_rate, _best, _badEpochs) = entry.Values is double[] and [double rate, double best, double badEpochs]
            ? (rate, best, (int)badEpochs)
            : throw new CheckpointException(file.Path, $"tensor '{StateName}'", $"{entry.Dtype} of shape {new Shape(entry.Shape)}", "F64 of shape [3]");
    }
}
