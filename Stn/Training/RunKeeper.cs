using System.Diagnostics;
using StnEngine;

namespace Stn.Training;

/// <summary>Keeps a run's folder up to date, so that what a run has done outlives it: after epochs, and now and then within a long one.</summary>
/// <remarks>The checkpoint is the truth, and holds the log too. It is written first; the other files follow from it.</remarks>
/// <param name="folder">The run's.</param>
/// <param name="options">What is trained and how.</param>
/// <param name="session">What is kept.</param>
/// <param name="log">The epochs that are done.</param>
/// <param name="pause">Between two checkpoints within an epoch.</param>
internal sealed class RunKeeper(RunFolder folder, TrainOptions options, TrainingSession session, List<EpochResult> log, TimeSpan pause)
{
    // Epochs that are shorter than so many times what a checkpoint takes do not get one each: a run of very many of them would do little else.
    private const int LeastWork = 20;
    private long _saved = Stopwatch.GetTimestamp();
    private TimeSpan _cost;

    /// <summary>Takes in an epoch.</summary>
    public void Add(EpochResult result)
    {
        log.Add(result.Logged());
        KeptChoices.Thin(log);
        if (log.Count >= options.Epochs || Stopwatch.GetElapsedTime(_saved) >= LeastWork * _cost)
        {
            Save();
        }
    }

    /// <summary>Saves within an epoch, if it is time to.</summary>
    public void AfterBatch()
    {
        if (Stopwatch.GetElapsedTime(_saved) >= pause)
        {
            Save();
        }
    }

    /// <summary>Saves the run as it is between two batches.</summary>
    /// <exception cref="UserException">It cannot be written.</exception>
    public void Save()
    {
        long start = Stopwatch.GetTimestamp();
        Write(WriteState);
        _saved = Stopwatch.GetTimestamp();
        _cost = Stopwatch.GetElapsedTime(start, _saved);
    }

    /// <summary>Writes files into the folder.</summary>
    /// <param name="files">Writes them.</param>
    /// <exception cref="UserException">One cannot be written.</exception>
    public void Write(Action files)
    {
        try
        {
            files();
        }
        catch (Exception e) when (IsRefusal(e) && folder.IsGone)
        {
            throw MakeAgain();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw CannotWrite(e);
        }
    }

    private static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException or CheckpointException;

    private void WriteState()
    {
        Checkpoint.Save(folder.LastCheckpoint, options, log, session.Progress, session.Model, session.Optimizer);
        folder.WriteLog(log);
    }

    // What the run has done is worth more than that its folder is gone; where to go on is for the user to say.
    private UserException MakeAgain()
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
            WriteState();
            return new UserException($"The folder '{folder.Path}' was moved or deleted while the run wrote to it. It was made again, and all that is done is saved there: see that it stays, and go on with --resume.");
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return CannotWrite(e);
        }
    }

    private UserException CannotWrite(Exception e) => new(
        $"The run cannot be saved in '{folder.Path}': {(e.InnerException ?? e).Message} What was saved there before is whole. Mend that, freeing space perhaps, and go on with --resume.", e);
}
