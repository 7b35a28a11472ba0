using Stn.Training;
using StnEngine;

namespace Stn.Reports;

/// <summary>What a run's folder tells without its data set.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="File">The last model in it.</param>
/// <param name="Options">What was trained and how.</param>
/// <param name="Log">The epochs.</param>
/// <param name="Origin">Where the run comes from.</param>
internal sealed record RunRecord(RunFolder Folder, SafetensorsFile File, TrainOptions Options, IReadOnlyList<EpochResult> Log, RunOrigin Origin)
{
    public RunFacts Facts => new(Folder.Name, Options, Origin);

    /// <summary>Reads it; a run that is not finished is read as far as it came.</summary>
    /// <param name="path">The run's folder.</param>
    /// <exception cref="UserException">There is no run.</exception>
    /// <exception cref="CheckpointException">Its checkpoint is damaged.</exception>
    public static RunRecord Read(string path)
    {
        var folder = new RunFolder(path);
        string? model = new[] { folder.Model, folder.LastCheckpoint }.FirstOrDefault(System.IO.File.Exists);
        if (model is null)
        {
            throw folder.HoldsRun ? TooEarly(path) : new UserException($"'{path}' holds no run: the folder that train wrote is wanted, with its model.safetensors or last.safetensors.");
        }

        (SafetensorsFile file, TrainOptions options, IReadOnlyList<EpochResult> log) = Checkpoint.Read(model);
        if (log.Count == 0)
        {
            throw TooEarly(path);
        }

        return new RunRecord(folder, file, options, log, RunOrigin.Read(folder.Summary));
    }

    private static UserException TooEarly(string path) => new($"'{path}' holds a run that was stopped before its first epoch was done: there is nothing to report. Go on with it first: train --out {path} --resume.");
}
