using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Every extent of an affine sampling grid.</summary>
/// <param name="N">Images.</param>
/// <param name="OutH">Rows of the grid.</param>
/// <param name="OutW">Columns of the grid.</param>
/// <param name="AlignCorners">Whether -1 and 1 are the centres of the outermost pixels (true) or their outer edges (false).</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AffineGridDims(int N, int OutH, int OutW, Flag AlignCorners)
{
    /// <summary><c>[N, 2, 3]</c>.</summary>
    public Layout Theta => Layout.Batch(N, 6);

    /// <summary><c>[N, OutH, OutW, 2]</c>.</summary>
    public Layout Grid => Layout.Batch(N, OutH * OutW * 2);

    /// <summary>Normalised abscissa of a column before the transformation.</summary>
    /// <param name="ox">Column, 0 to OutW - 1.</param>
    /// <returns>-1 to 1; 0 when there is one column.</returns>
    public float U(int ox) => Lattice(ox, OutW);

    /// <summary>Normalised ordinate of a row before the transformation.</summary>
    /// <param name="oy">Row, 0 to OutH - 1.</param>
    /// <returns>-1 to 1; 0 when there is one row.</returns>
    public float V(int oy) => Lattice(oy, OutH);

    private float Lattice(int i, int points) => points == 1 ? 0 : ((2 * i) - (points - 1)) / (float)(AlignCorners ? points - 1 : points);
}
