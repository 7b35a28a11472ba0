using System.Numerics;
using StnEngine.Transformations;

namespace Stn.Pictures;

/// <summary>The border of what a transformation samples.</summary>
internal static class TransformFrame
{
    // Straight lines stay straight but under splines.
    private const int PointsOfBentSide = 8;

    /// <summary>One frame an image, of points in -1..1: see <see cref="TransformSamples.Frames"/>.</summary>
    /// <param name="transformation">What was chosen from.</param>
    /// <param name="parameters">Each image's choice.</param>
    public static Vector2[][] OfEach(Transformation transformation, float[] parameters) =>
        [.. parameters.Chunk(transformation.Identity.Count).Select(p => Of(transformation, Array.ConvertAll(p, value => (double)value)))];

    private static Vector2[] Of(Transformation transformation, double[] parameters)
    {
        int points = transformation is AffineTransformation or ProjectiveTransformation ? 1 : PointsOfBentSide;
        Vector2[] corners = [new(-1, -1), new(1, -1), new(1, 1), new(-1, 1)];
        var frame = new Vector2[4 * points];
        for (int i = 0; i < frame.Length; i++)
        {
            Vector2 at = Vector2.Lerp(corners[i / points], corners[((i / points) + 1) % 4], i % points / (float)points);
            (double x, double y) = transformation.Map(parameters, at.X, at.Y);
            frame[i] = new Vector2((float)x, (float)y);
        }

        return frame;
    }
}
