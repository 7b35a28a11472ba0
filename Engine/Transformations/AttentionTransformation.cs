using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>A square window anywhere: <c>x = p0 u + p1</c>, <c>y = p0 v + p2</c>.</summary>
/// <remarks>Jaderberg et al. 2015, equation 2.</remarks>
/// <param name="device">Where the images are.</param>
/// <param name="height">Output rows.</param>
/// <param name="width">Output columns.</param>
/// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
public sealed class AttentionTransformation(Device device, int height, int width, bool alignCorners = false)
    : RestrictedAffine(device, height, width, alignCorners, [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0])
{
    /// <inheritdoc/>
    public override IReadOnlyList<float> Identity => [1, 0, 0];
}
