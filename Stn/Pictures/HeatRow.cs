namespace Stn.Pictures;

/// <summary>A row of a <see cref="HeatSheet"/>.</summary>
/// <param name="Label">Says which picture it is and what was found.</param>
/// <param name="Input">The picture, with the frame that a transformer samples.</param>
/// <param name="Transformed">What that makes of it; null without a transformer.</param>
internal sealed record HeatRow(string Label, HeatImage Input, HeatImage? Transformed);
