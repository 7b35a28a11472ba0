using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Every extent of a two-dimensional convolution.</summary>
/// <param name="N">Images.</param>
/// <param name="C">Input channels.</param>
/// <param name="H">Input height.</param>
/// <param name="W">Input width.</param>
/// <param name="OutC">Output channels.</param>
/// <param name="KernelH">Window height.</param>
/// <param name="KernelW">Window width.</param>
/// <param name="StrideH">Rows between windows.</param>
/// <param name="StrideW">Columns between windows.</param>
/// <param name="PaddingH">Zero rows above and below.</param>
/// <param name="PaddingW">Zero columns left and right.</param>
/// <param name="DilationH">Rows between taps of a window.</param>
/// <param name="DilationW">Columns between taps of a window.</param>
/// <param name="Relu">Whether the output is <c>max(x, 0)</c> of what is computed.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Conv2dDims(
    int N, int C, int H, int W, int OutC, int KernelH, int KernelW,
    int StrideH, int StrideW, int PaddingH, int PaddingW, int DilationH, int DilationW, Flag Relu = default)
{
    /// <summary>Output height.</summary>
    public int OutH => ((H + (2 * PaddingH) - (DilationH * (KernelH - 1)) - 1) / StrideH) + 1;

    /// <summary>Output width.</summary>
    public int OutW => ((W + (2 * PaddingW) - (DilationW * (KernelW - 1)) - 1) / StrideW) + 1;

    /// <summary>Whether the (dilated) window fits into the padded input at all.</summary>
    public bool WindowFits =>
        H + (2 * PaddingH) > DilationH * (KernelH - 1) && W + (2 * PaddingW) > DilationW * (KernelW - 1);

    /// <summary>The fully connected layer that this is, where the window is the whole image; null where it is not.</summary>
    public LinearDims? AsLinear => (KernelH, KernelW, PaddingH, PaddingW) == (H, W, 0, 0) ? new LinearDims(N, Taps, OutC, Relu) : null;

    /// <summary>Weights of one output channel.</summary>
    public int Taps => C * KernelH * KernelW;

    /// <summary>Input height with its padding.</summary>
    public int PaddedH => H + (2 * PaddingH);

    /// <summary>Input width with its padding.</summary>
    public int PaddedW => W + (2 * PaddingW);

    /// <summary><c>[N, C, H, W]</c>.</summary>
    public Layout Input => Layout.Batch(N, C * H * W);

    /// <summary><c>[N, OutC, OutH, OutW]</c>.</summary>
    public Layout Output => Layout.Batch(N, OutC * OutH * OutW);
}
