using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>Affine transformations: <c>x = p0 u + p1 v + p2</c>, <c>y = p3 u + p4 v + p5</c>.</summary>
/// <remarks>Jaderberg et al. 2015, equation 1.</remarks>
/// <param name="device">Where the images are.</param>
/// <param name="height">Output rows.</param>
/// <param name="width">Output columns.</param>
/// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
public class AffineTransformation(Device device, int height, int width, bool alignCorners = false) : Transformation(device, height, width, alignCorners)
{
    /// <inheritdoc/>
    public override IReadOnlyList<float> Identity => [1, 0, 0, 0, 1, 0];

    /// <inheritdoc/>
    public sealed override (double X, double Y) Map(ReadOnlySpan<double> parameters, double u, double v)
    {
        Span<double> theta = stackalloc double[6];
        Theta(parameters, theta);
        return ((theta[0] * u) + (theta[1] * v) + theta[2], (theta[3] * u) + (theta[4] * v) + theta[5]);
    }

    /// <summary>The six numbers of the affine transformation that some parameters stand for.</summary>
    /// <param name="parameters">Parameters of this family.</param>
    /// <param name="theta">Room for them, row by row.</param>
    private protected virtual void Theta(ReadOnlySpan<double> parameters, Span<double> theta) => parameters.CopyTo(theta);

    /// <summary>The same for a batch, <c>[N, 6]</c>.</summary>
    private protected virtual Tensor Theta(Tensor parameters) => parameters;

    /// <inheritdoc/>
    protected sealed override Tensor Sample(Tensor images, Tensor parameters, SampleMode mode, SamplePadding padding) =>
        images.SpatialTransform(Theta(parameters).Reshape(parameters.Shape[0], 2, 3), Height, Width, mode, padding, AlignCorners);
}
