using Stn.Training;

namespace Stn.Experiments;

/// <summary>One cell of an experiment's table, still to be filled.</summary>
/// <param name="Model">Its row.</param>
/// <param name="Column">Its column.</param>
/// <param name="Recipe">What is trained and how; of seeds and epochs the experiment decides.</param>
/// <param name="PublishedPercent">The published error; null where there is none.</param>
/// <param name="Seeds">Seeds it gets at least.</param>
/// <param name="TestChooses">Whether the epoch is chosen by the test set, on which the error is then too low: only to repeat what others did.</param>
internal sealed record CellPlan(string Model, string Column, TrainOptions Recipe, double? PublishedPercent, int Seeds = 1, bool TestChooses = false)
{
    /// <summary>The name of a file that a cell leaves.</summary>
    /// <param name="column">The cell's.</param>
    /// <param name="model">The cell's.</param>
    /// <param name="end">What kind of file.</param>
    public static string FileName(string column, string model, string end) => $"{column}-{model}{end}".Replace(' ', '-');

    /// <summary>The name of the file in which a cell is kept that is still in training.</summary>
    public static string PartName(string column, string model, ulong seed) => FileName(column, model, FormattableString.Invariant($"-seed-{seed}.part.safetensors"));
}
