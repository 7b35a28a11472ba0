namespace StnEngine.Transformations;

/// <summary>How much each control point of a thin-plate spline moves any point: worked out from the inverse of the kernel matrix.</summary>
/// <remarks>Bookstein 1989: <c>r^2 log r^2</c> and an affine part. The source is compiled into Datasets too, which draws elastic distortions with it.</remarks>
internal sealed class ThinPlateFactors
{
    private readonly double[,] _inverse;

    /// <summary>Control points on a lattice from -1 to 1, row by row.</summary>
    /// <param name="rows">At least 2.</param>
    /// <param name="columns">At least 2.</param>
    public ThinPlateFactors(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 2);
        ControlPoints = [.. Enumerable.Range(0, rows * columns).Select(k => (Control(k % columns, columns), Control(k / columns, rows)))];
        _inverse = SquareMatrix.Inverse(KernelMatrix(ControlPoints));
    }

    public (double U, double V)[] ControlPoints { get; }

    /// <summary>A point's factors: at a control point 1 for that one and 0 for all others.</summary>
    /// <param name="u">Its x.</param>
    /// <param name="v">Its y.</param>
    /// <returns>One factor for each control point.</returns>
    public double[] At(double u, double v)
    {
        int n = ControlPoints.Length;
        double[] basis = [.. ControlPoints.Select(p => Kernel(u - p.U, v - p.V)), 1, u, v];
        double[] factors = new double[n];
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < basis.Length; i++)
            {
                factors[k] += basis[i] * _inverse[i, k];
            }
        }

        return factors;
    }

    private static double Control(int index, int count) => (2.0 * index / (count - 1)) - 1;

    // r^2 log r^2, which is 0 where r is.
    private static double Kernel(double u, double v)
    {
        double square = (u * u) + (v * v);
        return square == 0 ? 0 : square * Math.Log(square);
    }

    // Kernel between control points, bordered by 1, u and v of each.
    private static double[,] KernelMatrix((double U, double V)[] points)
    {
        int n = points.Length;
        var matrix = new double[n + 3, n + 3];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                matrix[i, j] = Kernel(points[i].U - points[j].U, points[i].V - points[j].V);
            }

            matrix[i, n] = matrix[n, i] = 1;
            matrix[i, n + 1] = matrix[n + 1, i] = points[i].U;
            matrix[i, n + 2] = matrix[n + 2, i] = points[i].V;
        }

        return matrix;
    }
}
