namespace Stn.Reports;

/// <summary>How the frames of a few test images moved from epoch to epoch.</summary>
/// <param name="Epochs">The epochs that are shown, evenly picked where there are many; 0 is the start.</param>
/// <param name="Images">The images.</param>
internal sealed record FrameHistory(IReadOnlyList<int> Epochs, IReadOnlyList<FramedImage> Images);
