using System.Numerics;

namespace Stn.Reports;

/// <summary>What one transformer did to one image, epoch by epoch.</summary>
/// <param name="Frames">See <see cref="Pictures.TransformSamples.Frames"/>.</param>
/// <param name="Outputs">What it gave, below each other.</param>
internal sealed record FrameTrack(IReadOnlyList<Vector2[]> Frames, PageImage Outputs);
