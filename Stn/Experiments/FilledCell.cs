using Stn.Pictures;

namespace Stn.Experiments;

/// <summary>What came of a cell.</summary>
/// <param name="Cell">What stands in the table.</param>
/// <param name="Pictures">For the first seed, what its transformers at the entrance looked at.</param>
/// <param name="Details">What the experiment's page shows of it.</param>
internal sealed record FilledCell(CellResult Cell, IReadOnlyList<Picture> Pictures, CellDetails Details);
