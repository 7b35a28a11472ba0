using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Every extent of a two-dimensional pooling, the window of each output included.</summary>
/// <param name="N">Images.</param>
/// <param name="C">Channels.</param>
/// <param name="H">Input height.</param>
/// <param name="W">Input width.</param>
/// <param name="KernelH">Window height.</param>
/// <param name="KernelW">Window width.</param>
/// <param name="StrideH">Rows between windows.</param>
/// <param name="StrideW">Columns between windows.</param>
/// <param name="PaddingH">Rows of padding above and below; at most half a window.</param>
/// <param name="PaddingW">Columns of padding left and right.</param>
/// <param name="CeilMode">Whether a last window may hang over the edge.</param>
/// <param name="CountIncludePad">Whether an average divides by padding positions too.</param>
/// <param name="Relu">Whether the output is <c>max(x, 0)</c> of what is computed. Max pooling only.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Pool2dDims(
    int N, int C, int H, int W, int KernelH, int KernelW, int StrideH, int StrideW, int PaddingH, int PaddingW,
    Flag CeilMode, Flag CountIncludePad, Flag Relu = default)
{
    /// <summary>Output height.</summary>
    public int OutH { get; } = Outputs(H, KernelH, StrideH, PaddingH, CeilMode);

    /// <summary>Output width.</summary>
    public int OutW { get; } = Outputs(W, KernelW, StrideW, PaddingW, CeilMode);

    /// <summary><c>[N, C, H, W]</c>.</summary>
    public Layout Input => Layout.Batch(N, C * H * W);

    /// <summary><c>[N, C, OutH, OutW]</c>.</summary>
    public Layout Output => Layout.Batch(N, C * OutH * OutW);

    /// <summary>Whether the windows are 2x2, side by side, and none hangs over the edge.</summary>
    public bool IsTwoByTwo => (KernelH, KernelW, StrideH, StrideW, PaddingH, PaddingW) == (2, 2, 2, 2, 0, 0) && 2 * OutH <= H && 2 * OutW <= W;

    /// <summary>The part of an output's window that lies inside the image.</summary>
    /// <param name="oy">Output row.</param>
    /// <param name="ox">Output column.</param>
    /// <returns>First row and column, and the row and column behind the last.</returns>
    public (int Top, int Left, int Bottom, int Right) Window(int oy, int ox)
    {
        int top = (oy * StrideH) - PaddingH;
        int left = (ox * StrideW) - PaddingW;
        return (Math.Max(top, 0), Math.Max(left, 0), Math.Min(top + KernelH, H), Math.Min(left + KernelW, W));
    }

    /// <summary>The output rows whose windows cover an input row: the inverse of <see cref="Window"/>.</summary>
    /// <param name="y">Input row.</param>
    /// <returns>First row and the row behind the last; none unless the first lies before it.</returns>
    public (int First, int End) RowsOver(int y) => Covering(y + PaddingH, KernelH, StrideH, OutH);

    /// <summary>The output columns whose windows cover an input column.</summary>
    /// <param name="x">Input column.</param>
    /// <returns>First column and the column behind the last; none unless the first lies before it.</returns>
    public (int First, int End) ColumnsOver(int x) => Covering(x + PaddingW, KernelW, StrideW, OutW);

    /// <summary>What an average divides by.</summary>
    /// <param name="oy">Output row.</param>
    /// <param name="ox">Output column.</param>
    /// <returns>Positions of the window, those beyond the padding never counted.</returns>
    public int Divisor(int oy, int ox)
    {
        if (!CountIncludePad)
        {
            (int top, int left, int bottom, int right) = Window(oy, ox);
            return (bottom - top) * (right - left);
        }

        int rows = Math.Min((oy * StrideH) - PaddingH + KernelH, H + PaddingH) - ((oy * StrideH) - PaddingH);
        int columns = Math.Min((ox * StrideW) - PaddingW + KernelW, W + PaddingW) - ((ox * StrideW) - PaddingW);
        return rows * columns;
    }

    // Window o covers the padded positions from o * stride up to o * stride + kernel.
    private static (int First, int End) Covering(int position, int kernel, int stride, int outputs) =>
        (position < kernel ? 0 : ((position - kernel) / stride) + 1, Math.Min((position / stride) + 1, outputs));

    // In ceil mode the last window must start inside the image or the padding before it.
    private static int Outputs(int extent, int kernel, int stride, int padding, bool ceilMode)
    {
        int free = extent + (2 * padding) - kernel;
        int outputs = ((free + (ceilMode ? stride - 1 : 0)) / stride) + 1;
        return ceilMode && (outputs - 1) * stride >= extent + padding ? outputs - 1 : outputs;
    }
}
