using System.Diagnostics;
using Stn.Training;
using StnEngine;

namespace Stn.Experiments;

/// <summary>How far a cell's training is: its epochs and the best of them. A long one is saved now and then, and where it is stopped, so that the cell goes on there.</summary>
/// <param name="path">Where to save it.</param>
/// <param name="options">What is trained and how.</param>
/// <param name="session">What is trained.</param>
internal sealed class CellTraining(string path, TrainOptions options, TrainingSession session)
{
    private const string BestKey = "best";
    private readonly TensorSnapshot _best = new(session.Model.NamedParameters().Concat(session.Model.NamedBuffers()));
    private readonly List<EpochResult> _log = [];
    private double _secondsBefore;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _saved = Stopwatch.GetTimestamp();

    public IReadOnlyList<EpochResult> Log => _log;

    /// <summary>Accuracy in percent and loss of the best epoch.</summary>
    public (double Accuracy, double Loss) Best { get; private set; } = (-1, 0);

    /// <summary>What it took so far.</summary>
    public double Seconds => _secondsBefore + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>What was saved of the same training; null where nothing was.</summary>
    /// <param name="path">Where it was saved.</param>
    /// <param name="options">What is trained and how.</param>
    /// <param name="anyEpochs">Whether it may have another number of epochs.</param>
    public static (SafetensorsFile File, TrainOptions Options)? Find(string path, TrainOptions options, bool anyEpochs)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        (SafetensorsFile file, TrainOptions saved, _) = Checkpoint.Read(path);
        return saved == options || (anyEpochs && saved == options with { Epochs = saved.Epochs }) ? (file, saved) : null;
    }

    /// <summary>Goes on with what was saved.</summary>
    public void GoOn(SafetensorsFile file)
    {
        _log.AddRange(Checkpoint.Read(file.Path).Log);
        Checkpoint.Load(file, session.Model, session.Optimizer);
        session.GoOnBehind(_log, Checkpoint.ProgressIn(file));
        _best.Load(file, BestKey);
        double[] best = (double[])file[BestKey].Values;
        (Best, _secondsBefore) = ((best[0], best[1]), best[2]);
    }

    /// <summary>Takes in an epoch.</summary>
    public void Add(EpochResult result)
    {
        _log.Add(result.Logged());
        if (result.TestAccuracy > Best.Accuracy || (result.TestAccuracy == Best.Accuracy && result.TestLoss < Best.Loss))
        {
            Best = (result.TestAccuracy, result.TestLoss);
            _best.Take();
        }
    }

    /// <summary>Makes the model what it was after the best epoch.</summary>
    public void PutBestBack() => _best.PutBack();

    /// <summary>Saves it between two batches, if it is time to.</summary>
    public void AfterBatch()
    {
        if (Stopwatch.GetElapsedTime(_saved).TotalMinutes >= RunSettings.UsualSaveEvery)
        {
            Save();
        }
    }

    /// <summary>Saves it as it is between two batches.</summary>
    public void Save()
    {
        Checkpoint.Save(
            path, options, _log, session.Progress, session.Model, session.Optimizer, [.. _best.Save(BestKey), SafetensorsEntry.Of(BestKey, [Best.Accuracy, Best.Loss, Seconds], 3)]);
        _saved = Stopwatch.GetTimestamp();
    }
}
