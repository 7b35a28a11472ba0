namespace Stn.Explanations;

/// <summary>How much each part of a picture counts, 0 to 1.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Values"><c>[Height, Width]</c>.</param>
internal sealed record HeatMap(int Height, int Width, float[] Values)
{
    // A frame is measured on so many points each way, and then walked through so densely that its cells leave no pixel out.
    private const int MeasuredPoints = 16;
    private const int MostPoints = 2048;
    private const double PointsInPixel = 3;

    /// <summary>The heat at a point, interpolated between the four nearest centres; beyond the outermost centres it stays as it is there.</summary>
    /// <param name="u">-1 to 1, the left to the right edge.</param>
    /// <param name="v">-1 to 1, the upper to the lower edge.</param>
    public double At(double u, double v)
    {
        (int left, double alongX) = Place(u, Width);
        (int top, double alongY) = Place(v, Height);
        (int right, int bottom) = (Math.Min(left + 1, Width - 1), Math.Min(top + 1, Height - 1));
        double above = double.Lerp(Values[(top * Width) + left], Values[(top * Width) + right], alongX);
        double below = double.Lerp(Values[(bottom * Width) + left], Values[(bottom * Width) + right], alongX);
        return double.Lerp(above, below, alongY);
    }

    /// <summary>Where a position's middle lies, -1 to 1 being the edges.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <param name="extent">How many there are.</param>
    public static double Centre(int index, int extent) => ((2.0 * index) + 1 - extent) / extent;

    /// <summary>The map where it lies in what it was made from, and as large as that, bilinear.</summary>
    /// <remarks>Half a step beyond its outermost positions it stays as it is there, then it fades away over one step.</remarks>
    public HeatMap Laid(MapPlace place)
    {
        (int height, int width) = (place.Rows.Whole, place.Columns.Whole);
        float[] values = new float[height * width];
        for (int i = 0; i < values.Length; i++)
        {
            (double u, double v) = (place.Columns.FromWhole(Centre(i % width, width)), place.Rows.FromWhole(Centre(i / width, height)));
            values[i] = (float)(At(u, v) * Fade(u, Width) * Fade(v, Height));
        }

        return new HeatMap(height, width, values);
    }

    /// <summary>The map of what a transformer gave, carried back onto what it was given.</summary>
    /// <remarks>
    /// One way for all families, those without an inverse too: every point of the output takes its heat to the point that it was read from, where a pixel
    /// holds the mean of all heat that comes to it. Points lie at least three to a pixel each way. What was not read has none.
    /// </remarks>
    /// <param name="look">Where the transformer reads each point (u, v): see <see cref="StnEngine.Transformations.Transformation.Map"/>.</param>
    /// <param name="height">Rows of the transformer's input, or of what its coordinates are wanted in.</param>
    /// <param name="width">Its columns.</param>
    public HeatMap CarriedBack(Func<double, double, (double X, double Y)> look, int height, int width)
    {
        double[] sums = new double[height * width];
        int[] counts = new int[sums.Length];
        int points = PointsFor(look, height, width);
        for (int i = 0; i < points * points; i++)
        {
            (double u, double v) = (Centre(i % points, points), Centre(i / points, points));
            (double x, double y) = look(u, v);
            (double column, double row) = ((x + 1) / 2 * width, (y + 1) / 2 * height);
            if (column >= 0 && column < width && row >= 0 && row < height)
            {
                int pixel = ((int)row * width) + (int)column;
                sums[pixel] += At(u, v);
                counts[pixel]++;
            }
        }

        return new HeatMap(height, width, [.. sums.Select((sum, i) => counts[i] == 0 ? 0 : (float)(sum / counts[i]))]);
    }

    /// <summary>Which share of all heat lies within a part of the picture: 0 to 1, NaN where there is no heat at all.</summary>
    /// <param name="mask"><c>[Height, Width]</c>.</param>
    /// <exception cref="ArgumentException">The mask is of another size.</exception>
    public double ShareWithin(ReadOnlySpan<bool> mask)
    {
        if (mask.Length != Values.Length)
        {
            throw new ArgumentException($"A mask of {mask.Length} pixels was given for a map of {Height}x{Width}; give one that is as large.", nameof(mask));
        }

        (double within, double all) = (0, 0);
        for (int i = 0; i < mask.Length; i++)
        {
            all += Values[i];
            within += mask[i] ? Values[i] : 0;
        }

        return within / all;
    }

    // -1 and 1 are half a step beyond the outermost positions.
    private static double Fade(double coordinate, int extent) => Math.Clamp(1 - ((Math.Abs(coordinate) - 1) * extent / 2), 0, 1);

    private static (int First, double Along) Place(double coordinate, int extent)
    {
        double at = Math.Clamp((((coordinate + 1) * extent) - 1) / 2, 0, extent - 1);
        return ((int)at, at - (int)at);
    }

    // By the longest step, in pixels, between neighbours of a coarse lattice.
    private static int PointsFor(Func<double, double, (double X, double Y)> look, int height, int width)
    {
        double longest = 0;
        for (int i = 0; i < MeasuredPoints * MeasuredPoints; i++)
        {
            (double u, double v) = (Centre(i % MeasuredPoints, MeasuredPoints), Centre(i / MeasuredPoints, MeasuredPoints));
            (double x, double y) = look(u, v);
            foreach ((double otherX, double otherY) in (ReadOnlySpan<(double, double)>)[look(u + (2.0 / MeasuredPoints), v), look(u, v + (2.0 / MeasuredPoints))])
            {
                // Not Math.Max: it would keep a NaN.
                double step = Math.Max(Math.Abs(otherX - x) * width, Math.Abs(otherY - y) * height) / 2;
                longest = step > longest ? step : longest;
            }
        }

        return (int)Math.Clamp(Math.Ceiling(MeasuredPoints * PointsInPixel * longest), MeasuredPoints, MostPoints);
    }
}
