using Stn.Data;

namespace Stn.Training;

/// <summary>The training options that were typed; null for those left to the recipe or, in a resumed run, to the checkpoint.</summary>
internal sealed record GivenOptions(
    string? Dataset = null,
    string? Distort = null,
    string? Model = null,
    int? Epochs = null,
    int? BatchSize = null,
    string? Optimizer = null,
    float? LearningRate = null,
    float? LocLearningRate = null,
    ulong? Seed = null,
    int? Size = null,
    float? IdentityPenalty = null,
    float? StartNoise = null,
    string? Schedule = null)
{
    /// <summary>Fills the gaps with the recipe for what is being trained.</summary>
    /// <remarks>
    /// Undistorted images take the published recipe of their data set: plain gradient descent at 0.01. Distorted ones take Adam
    /// on a one-cycle schedule, which needs a fraction of the epochs.
    /// </remarks>
    public TrainOptions Resolve()
    {
        KnownDataset dataset = KnownDataset.Named(Dataset ?? "digits");
        string distort = Distort ?? (dataset.Name == "digits" ? "RTS" : "none");
        string optimizer = Optimizer ?? (distort == "none" ? "sgd" : "adam");
        return new TrainOptions
        {
            Dataset = dataset.Name,
            Size = Size ?? (dataset.TakesSize ? dataset.Size : null),
            Distort = distort,
            Model = Model ?? "stn",
            Epochs = Epochs ?? (distort == "none" ? dataset.Epochs : 12),
            BatchSize = BatchSize ?? 64,
            Optimizer = optimizer,
            LearningRate = LearningRate ?? (optimizer == "adam" ? 0.001f : 0.01f),
            Schedule = Schedule,
            LocLearningRate = LocLearningRate ?? 1,
            IdentityPenalty = IdentityPenalty is > 0 ? IdentityPenalty : null,
            StartNoise = StartNoise is > 0 ? StartNoise : null,
            Seed = Seed ?? 1,
        };
    }

    /// <summary>Typed options that differ from those of a run, as <c>--epochs 5 (the run has 20)</c>.</summary>
    public IReadOnlyList<string> Conflicts(TrainOptions run)
    {
        var conflicts = new List<string>();
        Compare("--dataset", Dataset, run.Dataset);
        Compare("--size", Size, run.Size);
        Compare("--distort", Distort, run.Distort);
        Compare("--model", Model, run.Model);
        Compare("--epochs", Epochs, run.Epochs);
        Compare("--batch-size", BatchSize, run.BatchSize);
        Compare("--optimizer", Optimizer, run.Optimizer);
        Compare("--learning-rate", LearningRate, run.LearningRate);
        Compare("--schedule", Schedule, run.Schedule);
        Compare("--loc-learning-rate", LocLearningRate, run.LocLearningRate);
        Compare("--identity-penalty", IdentityPenalty, run.IdentityPenalty);
        Compare("--start-noise", StartNoise, run.StartNoise);
        Compare("--seed", Seed, run.Seed);
        return conflicts;

        void Compare(string option, object? given, object? inRun)
        {
            if (given is not null && !given.Equals(inRun))
            {
                conflicts.Add(FormattableString.Invariant($"{option} {given} (the run has {inRun ?? "none"})"));
            }
        }
    }
}
