namespace StnEngine.Datasets;

/// <summary>The content of an IDX file of bytes: its extents, outermost first, and its values in that order.</summary>
public sealed record IdxArray(IReadOnlyList<int> Shape, byte[] Values);
