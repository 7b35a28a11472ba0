namespace Stn.Experiments;

/// <summary>Fills a cell.</summary>
internal interface ICellRun
{
    /// <summary>Trains and tests.</summary>
    /// <param name="experiment">The table.</param>
    /// <param name="plan">The cell.</param>
    /// <param name="seed">Root of its random streams.</param>
    /// <param name="secondsAtMost">Shortens the schedule to what fits; null for the whole of it.</param>
    /// <param name="stop">Ends it between two batches.</param>
    FilledCell Run(Experiment experiment, CellPlan plan, ulong seed, double? secondsAtMost, CancellationToken stop);
}
