namespace StnEngine.Datasets;

/// <summary>Scales an image and looks at it from aside: each of its corners is moved by a random step.</summary>
/// <remarks>
/// A map has eight numbers: the canvas's point (u, v) shows the image's point ((m0 u + m1 v + m2) / w, (m3 u + m4 v + m5) / w) with w = m6 u + m7 v + 1.
/// Corners that would turn the image inside out or nearly edge on are drawn again.
/// </remarks>
/// <param name="canvasHeight">Rows of the result.</param>
/// <param name="canvasWidth">Columns of the result.</param>
public sealed class ProjectiveDistorter(int canvasHeight, int canvasWidth) : MappedDistorter(canvasHeight, canvasWidth)
{
    // Share of the canvas that each corner makes a triangle of with its neighbours, at least: less and the image is seen nearly edge on.
    private const double LeastTriangle = 0.1;

    /// <summary>Standard deviation of a corner's step along each axis, in pixels of the image.</summary>
    public float CornerDeviation { get; init; }

    /// <inheritdoc/>
    public override int MapLength => 8;

    /// <inheritdoc/>
    public override void DrawMap(ReadOnlySpan<byte> image, int height, int width, ulong randomKey, Span<float> map)
    {
        RandomStream random = new(randomKey);
        double scale = DrawScale(ref random);
        Span<(double X, double Y)> corners = stackalloc (double X, double Y)[4];
        do
        {
            for (int i = 0; i < corners.Length; i++)
            {
                (double x, double y) = (i is 0 or 3 ? -1 : 1, i < 2 ? -1 : 1);
                corners[i] = ((scale * x) + (random.Normal() * CornerDeviation * 2 / width), (scale * y) + (random.Normal() * CornerDeviation * 2 / height));
            }
        }
        while (!IsSeenFromItsFront(corners));
        ToImage(corners, map);
    }

    private protected override (double U, double V) At(ReadOnlySpan<float> map, int oy, int ox)
    {
        (double u, double v) = (Coordinate(ox, CanvasWidth), Coordinate(oy, CanvasHeight));
        double w = (map[6] * u) + (map[7] * v) + 1;
        return (((map[0] * u) + (map[1] * v) + map[2]) / w, ((map[3] * u) + (map[4] * v) + map[5]) / w);
    }

    // Every corner turns the same way: the image's sides do not cross, and all of it lies before the horizon.
    private static bool IsSeenFromItsFront(ReadOnlySpan<(double X, double Y)> corners)
    {
        for (int i = 0; i < 4; i++)
        {
            (double x, double y) = corners[i];
            ((double nextX, double nextY), (double lastX, double lastY)) = (corners[(i + 1) % 4], corners[(i + 3) % 4]);

            // Twice the triangle's area; the canvas has 4.
            if ((((nextX - x) * (lastY - y)) - ((nextY - y) * (lastX - x))) / 8 < LeastTriangle)
            {
                return false;
            }
        }

        return true;
    }

    // The inverse of what takes the unit square to the corners (Heckbert 1989, section 2.2.3), from there to -1..1.
    private static void ToImage(ReadOnlySpan<(double X, double Y)> c, Span<float> map)
    {
        (double sumX, double sumY) = (c[0].X - c[1].X + c[2].X - c[3].X, c[0].Y - c[1].Y + c[2].Y - c[3].Y);
        (double x1, double x2, double y1, double y2) = (c[1].X - c[2].X, c[3].X - c[2].X, c[1].Y - c[2].Y, c[3].Y - c[2].Y);
        double area = (x1 * y2) - (x2 * y1);
        double g = ((sumX * y2) - (x2 * sumY)) / area, h = ((x1 * sumY) - (sumX * y1)) / area;
        (double a, double b, double e) = (c[1].X - c[0].X + (g * c[1].X), c[3].X - c[0].X + (h * c[3].X), c[0].X);
        (double d, double f, double i) = (c[1].Y - c[0].Y + (g * c[1].Y), c[3].Y - c[0].Y + (h * c[3].Y), c[0].Y);

        // Rows of the adjugate of [a b e; d f i; g h 1]: right but for a factor, which the division by w takes out.
        ReadOnlySpan<double> s = [f - (i * h), (e * h) - b, (b * i) - (e * f)];
        ReadOnlySpan<double> t = [(i * g) - d, a - (e * g), (e * d) - (a * i)];
        ReadOnlySpan<double> w = [(d * h) - (f * g), (b * g) - (a * h), (a * f) - (b * d)];
        for (int k = 0; k < 3; k++)
        {
            map[k] = (float)(((2 * s[k]) - w[k]) / w[2]);
            map[3 + k] = (float)(((2 * t[k]) - w[k]) / w[2]);
        }

        (map[6], map[7]) = ((float)(w[0] / w[2]), (float)(w[1] / w[2]));
    }
}
