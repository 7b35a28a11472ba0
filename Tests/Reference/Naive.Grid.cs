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

    /// <summary>The points that the identity reads, for each of so many images: [N, height, width, 2].</summary>
    public static Array64 IdentityGrid(int images, int height, int width, bool alignCorners)
    {
        Array64 theta = Array64.Zeros(images, 2, 3);
        for (int n = 0; n < images; n++)
        {
            theta[n, 0, 0] = theta[n, 1, 1] = 1;
        }

        return AffineGrid(theta, height, width, alignCorners);
    }

    /// <summary>Reads input [N, C, H, W] where the identity would, moved by displacement [N, OutH, OutW, 2]: [N, C, OutH, OutW].</summary>
    public static Array64 Displace(Array64 input, Array64 displacement, string mode = "bilinear", string padding = "zeros", bool alignCorners = false)
    {
        Array64 grid = IdentityGrid(displacement.Shape[0], displacement.Shape[1], displacement.Shape[2], alignCorners);
        for (int i = 0; i < grid.Count; i++)
        {
            grid[i] += displacement[i];
        }

        return GridSample(input, grid, mode, padding, alignCorners);
    }

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
