using System.Numerics;

namespace Stn.Reports;

/// <summary>What a transformer did to an image.</summary>
/// <param name="Frame">See <see cref="Pictures.TransformSamples.Frames"/>.</param>
/// <param name="Output">What it gave.</param>
internal sealed record SampleLook(Vector2[] Frame, PageImage Output);
