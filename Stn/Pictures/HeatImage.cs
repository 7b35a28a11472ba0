using System.Numerics;
using Stn.Explanations;

namespace Stn.Pictures;

/// <summary>An image, the heat on it and a frame in it.</summary>
/// <param name="Pixels"><c>[Channels, Height, Width]</c>, clamped to 0..1.</param>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Heat">What speaks for the class.</param>
/// <param name="Frame">See <see cref="TransformSamples.Frames"/>; empty for none.</param>
internal sealed record HeatImage(float[] Pixels, int Channels, int Height, int Width, HeatMap Heat, Vector2[] Frame);
