using Stn.Training;

namespace Stn.Experiments;

/// <summary>One cell of an experiment's table, still to be filled.</summary>
/// <param name="Model">Its row.</param>
/// <param name="Column">Its column.</param>
/// <param name="Recipe">What is trained and how; of seeds and epochs the experiment decides.</param>
/// <param name="PublishedPercent">The published error; null where there is none.</param>
internal sealed record CellPlan(string Model, string Column, TrainOptions Recipe, double? PublishedPercent);
