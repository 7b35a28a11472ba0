namespace StnEngine.Kernels;

/// <summary>The points of the input that an affine transformation reads for each output pixel.</summary>
/// <remarks>
/// <c>grid[n, oy, ox] = theta[n] * (u, v, 1)</c> with (u, v) the output pixel in coordinates of -1 to 1. With aligned
/// corners u runs through <c>linspace(-1, 1, OutW)</c> (0 when OutW is 1), without through that times <c>(OutW - 1) / OutW</c>; v likewise.
/// The sampler must use the same choice. Forward overwrites; backward adds. Source: Jaderberg et al. 2015, equation 1.
/// </remarks>
public interface IAffineGrid
{
    /// <summary>Computes the grid.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="theta"><c>[N, 2, 3]</c>: rows for x and y; columns for u, v and the shift.</param>
    /// <param name="grid"><c>[N, OutH, OutW, 2]</c> as (x, y), normalised; overwritten.</param>
    void Forward(in AffineGridDims dims, DeviceBuffer theta, DeviceBuffer grid);

    /// <summary>Adds the gradient of the transformation.</summary>
    /// <param name="dims">Extents.</param>
    /// <param name="gradGrid"><c>[N, OutH, OutW, 2]</c>.</param>
    /// <param name="gradTheta"><c>[N, 2, 3]</c>, added to.</param>
    void Backward(in AffineGridDims dims, DeviceBuffer gradGrid, DeviceBuffer gradTheta);
}
