namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>theta [N, 2, 3] applied to the lattice of output pixels in -1..1: [N, height, width, 2] as (u, v).</summary>
    public static Array64 AffineGrid(Array64 theta, int height, int width, bool alignCorners)
    {
        Array64 grid = Array64.Zeros(theta.Shape[0], height, width, 2);
        for (int n = 0; n < theta.Shape[0]; n++)
        {
            for (int oy = 0; oy < height; oy++)
            {
                for (int ox = 0; ox < width; ox++)
                {
                    double u = Lattice(ox, width, alignCorners), v = Lattice(oy, height, alignCorners);
                    grid[n, oy, ox, 0] = (theta[n, 0, 0] * u) + (theta[n, 0, 1] * v) + theta[n, 0, 2];
                    grid[n, oy, ox, 1] = (theta[n, 1, 0] * u) + (theta[n, 1, 1] * v) + theta[n, 1, 2];
                }
            }
        }

        return grid;
    }

    /// <summary>The grid of theta, then the image [N, C, H, W] read there: [N, C, outH, outW].</summary>
    public static Array64 SpatialTransform(
        Array64 input, Array64 theta, int outH, int outW, string mode = "bilinear", string padding = "zeros", bool alignCorners = false) =>
        GridSample(input, AffineGrid(theta, outH, outW, alignCorners), mode, padding, alignCorners);

    // Aligned: the centres of the first and the last pixel are -1 and 1. Otherwise their outer edges are.
    private static double Lattice(int index, int extent, bool alignCorners)
    {
        if (!alignCorners)
        {
            return ((2.0 * index) + 1 - extent) / extent;
        }

        return extent == 1 ? 0 : (2.0 * index / (extent - 1)) - 1;
    }
}
