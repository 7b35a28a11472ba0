using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>Zoom, rotation and shift: <c>x = p0 u - p1 v + p2</c>, <c>y = p1 u + p0 v + p3</c>.</summary>
/// <remarks>With a zoom s and an angle a, <c>p0 = s cos a</c> and <c>p1 = s sin a</c>: linear, so that no angle is far from its neighbour.</remarks>
/// <param name="device">Where the images are.</param>
/// <param name="height">Output rows.</param>
/// <param name="width">Output columns.</param>
/// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
public sealed class SimilarityTransformation(Device device, int height, int width, bool alignCorners = false)
    : RestrictedAffine(
        device, height, width, alignCorners, [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0])
{
    /// <inheritdoc/>
    public override IReadOnlyList<float> Identity => [1, 0, 0, 0];
}
