using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>Thin-plate splines: control points on a lattice over the output are moved, the rest follows with the least bending.</summary>
/// <remarks>
/// Parameter 2k is what x, 2k + 1 what y of control point k is moved by, control points row by row from -1 to 1: nothing moves where all are 0.
/// What a point is moved by is a sum over the control points with factors of its own, worked out once (Bookstein 1989): one fully connected
/// layer for all points.
/// </remarks>
public sealed class ThinPlateSpline : Transformation
{
    private readonly ThinPlateFactors _factors;
    private readonly Tensor _factorsOfLattice;

    /// <summary>Works out the factors.</summary>
    /// <param name="device">Where the images are.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the outermost pixels; otherwise their outer edges.</param>
    /// <param name="rows">Rows of control points, at least 2.</param>
    /// <param name="columns">Columns of control points, at least 2.</param>
    public ThinPlateSpline(Device device, int height, int width, bool alignCorners = false, int rows = 4, int columns = 4)
        : base(device, height, width, alignCorners)
    {
        _factors = new ThinPlateFactors(rows, columns);
        (double U, double V)[] lattice = Lattice();
        int controlPoints = _factors.ControlPoints.Length, parameters = 2 * controlPoints;
        float[] factors = new float[2 * lattice.Length * parameters];
        for (int point = 0; point < lattice.Length; point++)
        {
            double[] ofPoint = _factors.At(lattice[point].U, lattice[point].V);
            for (int k = 0; k < controlPoints; k++)
            {
                factors[(2 * point * parameters) + (2 * k)] = (float)ofPoint[k];
                factors[(((2 * point) + 1) * parameters) + (2 * k) + 1] = (float)ofPoint[k];
            }
        }

        _factorsOfLattice = Constant(factors, 2 * lattice.Length, parameters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<float> Identity => new float[2 * _factors.ControlPoints.Length];

    /// <summary>The control points, in the order of the parameters.</summary>
    public IReadOnlyList<(double U, double V)> ControlPoints => _factors.ControlPoints;

    /// <inheritdoc/>
    public override (double X, double Y) Map(ReadOnlySpan<double> parameters, double u, double v)
    {
        double[] factors = _factors.At(u, v);
        for (int k = 0; k < factors.Length; k++)
        {
            u += factors[k] * parameters[2 * k];
            v += factors[k] * parameters[(2 * k) + 1];
        }

        return (u, v);
    }

    /// <inheritdoc/>
    protected override Tensor Sample(Tensor images, Tensor parameters, SampleMode mode, SamplePadding padding) =>
        images.Displace(parameters.Linear(_factorsOfLattice).Reshape(parameters.Shape[0], Height, Width, 2), mode, padding, AlignCorners);
}
