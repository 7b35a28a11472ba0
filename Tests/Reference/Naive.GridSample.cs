namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    // A position whose taps, up to two pixels away, all miss the image.
    private const double Outside = -10;

    /// <summary>Reads input [N, C, H, W] at grid [N, OutH, OutW, 2] as (u, v) in -1..1: [N, C, OutH, OutW].</summary>
    /// <param name="mode">bilinear, nearest or bicubic.</param>
    /// <param name="padding">zeros, border or reflection.</param>
    public static Array64 GridSample(Array64 input, Array64 grid, string mode = "bilinear", string padding = "zeros", bool alignCorners = false)
    {
        Array64 output = Array64.Zeros(input.Shape[0], input.Shape[1], grid.Shape[1], grid.Shape[2]);
        for (int n = 0; n < output.Shape[0]; n++)
        {
            for (int oy = 0; oy < output.Shape[2]; oy++)
            {
                for (int ox = 0; ox < output.Shape[3]; ox++)
                {
                    double x = Pixel(grid[n, oy, ox, 0], input.Shape[3], padding, alignCorners);
                    double y = Pixel(grid[n, oy, ox, 1], input.Shape[2], padding, alignCorners);
                    for (int c = 0; c < output.Shape[1]; c++)
                    {
                        output[n, c, oy, ox] = mode switch
                        {
                            "bilinear" => Bilinear(input, n, c, y, x, padding, alignCorners),
                            "nearest" => Nearest(input, n, c, y, x, padding, alignCorners),
                            "bicubic" => Bicubic(input, n, c, y, x, padding, alignCorners),
                            _ => throw new ArgumentException($"Mode '{mode}' is not known.", nameof(mode)),
                        };
                    }
                }
            }
        }

        return output;
    }

    private static double Bilinear(Array64 input, int n, int c, double y, double x, string padding, bool alignCorners)
    {
        y = Padded(y, input.Shape[2], padding, alignCorners);
        x = Padded(x, input.Shape[3], padding, alignCorners);
        double top = Math.Floor(y), left = Math.Floor(x), sum = 0;
        for (int ky = 0; ky < 2; ky++)
        {
            for (int kx = 0; kx < 2; kx++)
            {
                double weight = (1 - Math.Abs(y - (top + ky))) * (1 - Math.Abs(x - (left + kx)));
                sum += weight * Tap(input, n, c, top + ky, left + kx);
            }
        }

        return sum;
    }

    private static double Nearest(Array64 input, int n, int c, double y, double x, string padding, bool alignCorners)
    {
        y = Math.Round(Padded(y, input.Shape[2], padding, alignCorners), MidpointRounding.ToEven);
        x = Math.Round(Padded(x, input.Shape[3], padding, alignCorners), MidpointRounding.ToEven);
        return Tap(input, n, c, y, x);
    }

    // Here the padding rule moves each tap, not the position.
    private static double Bicubic(Array64 input, int n, int c, double y, double x, string padding, bool alignCorners)
    {
        double top = Math.Floor(y), left = Math.Floor(x), sum = 0;
        for (int ky = -1; ky <= 2; ky++)
        {
            for (int kx = -1; kx <= 2; kx++)
            {
                double tapY = Padded(top + ky, input.Shape[2], padding, alignCorners);
                double tapX = Padded(left + kx, input.Shape[3], padding, alignCorners);
                sum += Cubic(y - top - ky) * Cubic(x - left - kx) * Tap(input, n, c, tapY, tapX);
            }
        }

        return sum;
    }

    // The cubic convolution kernel of Keys (1981) with a = -0.75.
    private static double Cubic(double distance)
    {
        const double A = -0.75;
        double d = Math.Abs(distance);
        return d <= 1
            ? ((A + 2) * d * d * d) - ((A + 3) * d * d) + 1
            : (A * d * d * d) - (5 * A * d * d) + (8 * A * d) - (4 * A);
    }

    private static double Tap(Array64 input, int n, int c, double y, double x)
    {
        bool inside = y >= 0 && y <= input.Shape[2] - 1 && x >= 0 && x <= input.Shape[3] - 1;
        return inside ? input[n, c, (int)y, (int)x] : 0;
    }

    private static double Pixel(double g, int extent, string padding, bool alignCorners)
    {
        double p = alignCorners ? (g + 1) / 2 * (extent - 1) : (((g + 1) * extent) - 1) / 2;
        bool atEnd = double.IsPositiveInfinity(g) && padding == "border";
        double nonFinite = padding == "zeros" ? Outside : atEnd ? extent - 1 : 0;
        return double.IsFinite(g) ? p : nonFinite;
    }

    private static double Padded(double p, int extent, string padding, bool alignCorners) => padding switch
    {
        "zeros" => p,
        "border" => Math.Clamp(p, 0, extent - 1),
        "reflection" when alignCorners => Reflected(p, 0, extent - 1),
        "reflection" => Math.Clamp(Reflected(p, -0.5, extent - 0.5), 0, extent - 1),
        _ => throw new ArgumentException($"Padding '{padding}' is not known.", nameof(padding)),
    };

    private static double Reflected(double p, double low, double high)
    {
        double span = high - low;
        if (span == 0)
        {
            return 0;
        }

        double along = Math.Abs(p - low) % (2 * span);
        return low + (along <= span ? along : (2 * span) - along);
    }
}
