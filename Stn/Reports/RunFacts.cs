using Stn.Training;

namespace Stn.Reports;

/// <summary>What a page says about a run beside its log.</summary>
/// <param name="Name">The name of the run's folder, or of a cell of an experiment.</param>
/// <param name="Options">What was trained and how.</param>
/// <param name="Origin">Where it comes from.</param>
internal sealed record RunFacts(string Name, TrainOptions Options, RunOrigin Origin)
{
    public bool IsFinished => Origin.Finished is not null;
}
