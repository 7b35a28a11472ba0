using StnEngine.Transformations;

namespace StnEngine.Datasets;

/// <summary>Scales an image and bends it: control points of a thin-plate spline are moved by random steps.</summary>
/// <remarks>
/// A map has two numbers, x then y, for each of 4x4 control points on a lattice over the canvas, row by row from -1 to 1: what the point of the
/// image that is seen there is moved by.
/// </remarks>
public sealed class ElasticDistorter : MappedDistorter
{
    private const int PointsASide = 4;
    private readonly ThinPlateFactors _spline = new(PointsASide, PointsASide);

    // Of each pixel of the canvas.
    private readonly Lazy<double[][]> _factors;

    /// <summary>Prepares for results of this size; the defaults change nothing.</summary>
    /// <param name="canvasHeight">Rows of the result.</param>
    /// <param name="canvasWidth">Columns of the result.</param>
    public ElasticDistorter(int canvasHeight, int canvasWidth)
        : base(canvasHeight, canvasWidth)
    {
        _factors = new(() => [.. Enumerable.Range(0, canvasHeight * canvasWidth).Select(i =>
            _spline.At(Coordinate(i % canvasWidth, canvasWidth), Coordinate(i / canvasWidth, canvasHeight)))]);
    }

    /// <summary>Standard deviation of a control point's step along each axis, in pixels of the image.</summary>
    public float PointDeviation { get; init; }

    /// <inheritdoc/>
    public override int MapLength => 2 * PointsASide * PointsASide;

    /// <inheritdoc/>
    public override void DrawMap(ReadOnlySpan<byte> image, int height, int width, ulong randomKey, Span<float> map)
    {
        RandomStream random = new(randomKey);
        double inverse = 1 / DrawScale(ref random);
        for (int k = 0; k < _spline.ControlPoints.Length; k++)
        {
            (double u, double v) = _spline.ControlPoints[k];
            map[2 * k] = (float)((u * (inverse - 1)) + (random.Normal() * PointDeviation * 2 / width));
            map[(2 * k) + 1] = (float)((v * (inverse - 1)) + (random.Normal() * PointDeviation * 2 / height));
        }
    }

    private protected override (double U, double V) At(ReadOnlySpan<float> map, int oy, int ox)
    {
        double[] factors = _factors.Value[(oy * CanvasWidth) + ox];
        (double u, double v) = (Coordinate(ox, CanvasWidth), Coordinate(oy, CanvasHeight));
        for (int k = 0; k < factors.Length; k++)
        {
            u += factors[k] * map[2 * k];
            v += factors[k] * map[(2 * k) + 1];
        }

        return (u, v);
    }
}
