using StnEngine.Datasets.Images;

namespace StnEngine.Datasets;

/// <summary>A line of one of GTSRB's tables.</summary>
internal readonly record struct GtsrbRow(string FileName, BoxNote Box, byte ClassId);
