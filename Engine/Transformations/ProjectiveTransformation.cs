using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>
/// Projective transformations: with <c>w = p6 u + p7 v + 1</c>, <c>x = (p0 u + p1 v + p2) / w</c> and <c>y = (p3 u + p4 v + p5) / w</c>.
/// </summary>
/// <remarks>
/// Worked out as what the point is moved by, <c>(p0 u + p1 v + p2 - u w) / w</c>, whose numerator is linear in the parameters: one fully
/// connected layer for all points. Points of the horizon, where w is 0, read what is outside the image.
/// </remarks>
public sealed class ProjectiveTransformation : Transformation
{
    private readonly Tensor _numerator;
    private readonly Tensor _numeratorStart;
    private readonly Tensor _denominator;
    private readonly Tensor _denominatorStart;

    /// <summary>Works out what the output's points need.</summary>
    /// <param name="device">Where the images are.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
    public ProjectiveTransformation(Device device, int height, int width, bool alignCorners = false)
        : base(device, height, width, alignCorners)
    {
        (double U, double V)[] lattice = Lattice();
        int coordinates = 2 * lattice.Length;
        float[] numeratorStart = [.. lattice.SelectMany(p => new[] { (float)-p.U, (float)-p.V })];
        _numerator = Constant([.. lattice.SelectMany(p => NumeratorOf((float)p.U, (float)p.V))], coordinates, Identity.Count);
        _numeratorStart = Constant(numeratorStart, coordinates);
        _denominator = Constant([.. lattice.SelectMany(p => DenominatorOf((float)p.U, (float)p.V))], coordinates, Identity.Count);
        _denominatorStart = Constant([.. Enumerable.Repeat(1f, coordinates)], coordinates);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<float> Identity => [1, 0, 0, 0, 1, 0, 0, 0];

    /// <inheritdoc/>
    public override (double X, double Y) Map(ReadOnlySpan<double> parameters, double u, double v)
    {
        double w = (parameters[6] * u) + (parameters[7] * v) + 1;
        return (((parameters[0] * u) + (parameters[1] * v) + parameters[2]) / w, ((parameters[3] * u) + (parameters[4] * v) + parameters[5]) / w);
    }

    /// <inheritdoc/>
    protected override Tensor Sample(Tensor images, Tensor parameters, SampleMode mode, SamplePadding padding)
    {
        Tensor moved = parameters.Linear(_numerator, _numeratorStart) / parameters.Linear(_denominator, _denominatorStart);
        return images.Displace(moved.Reshape(parameters.Shape[0], Height, Width, 2), mode, padding, AlignCorners);
    }

    // Factors of the parameters for x, then for y. In floats: then u times 1 minus u is exactly nothing.
    private static float[] NumeratorOf(float u, float v) => [u, v, 1, 0, 0, 0, -u * u, -u * v, 0, 0, 0, u, v, 1, -u * v, -v * v];

    private static float[] DenominatorOf(float u, float v) => [0, 0, 0, 0, 0, 0, u, v, 0, 0, 0, 0, 0, 0, u, v];
}
