using System.Numerics;

namespace Stn.Experiments;

/// <summary>Images of one digit, and the windows that a <see cref="Colocalisation"/> chose in them.</summary>
/// <param name="Inputs">Canvases.</param>
/// <param name="Windows">What is in the windows, as large as the canvases.</param>
/// <param name="Frames">The windows' corners, see <see cref="Pictures.TransformSamples.Frames"/>.</param>
/// <param name="Label">The digit.</param>
internal sealed record ColocalisationSheet(float[] Inputs, float[] Windows, Vector2[][] Frames, byte Label);
