namespace Stn.Reports;

/// <summary>One image of a <see cref="FrameHistory"/>.</summary>
/// <param name="Label">Its class.</param>
/// <param name="Input">The image.</param>
/// <param name="Tracks">One for each transformer at the entrance.</param>
internal sealed record FramedImage(int Label, PageImage Input, IReadOnlyList<FrameTrack> Tracks);
