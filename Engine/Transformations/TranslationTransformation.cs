using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>Shifts: <c>x = u + p0</c>, <c>y = v + p1</c>.</summary>
/// <param name="device">Where the images are.</param>
/// <param name="height">Output rows.</param>
/// <param name="width">Output columns.</param>
/// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
public sealed class TranslationTransformation(Device device, int height, int width, bool alignCorners = false)
    : RestrictedAffine(device, height, width, alignCorners, [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 1, 0])
{
    /// <inheritdoc/>
    public override IReadOnlyList<float> Identity => [0, 0];
}
