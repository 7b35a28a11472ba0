using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Every extent and choice of transforming an image affinely: grid and sampler in one.</summary>
/// <param name="N">Images.</param>
/// <param name="C">Channels.</param>
/// <param name="H">Image height.</param>
/// <param name="W">Image width.</param>
/// <param name="OutH">Output height.</param>
/// <param name="OutW">Output width.</param>
/// <param name="Mode">How to read between pixels.</param>
/// <param name="Padding">What to read outside the image.</param>
/// <param name="AlignCorners">Whether -1 and 1 are the centres of the outermost pixels (true) or their outer edges (false).</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SpatialTransformDims(
    int N, int C, int H, int W, int OutH, int OutW, SampleMode Mode, SamplePadding Padding, Flag AlignCorners)
{
    /// <summary><c>[N, C, H, W]</c>.</summary>
    public Layout Image => Layout.Batch(N, C * H * W);

    /// <summary><c>[N, 2, 3]</c>.</summary>
    public Layout Theta => Layout.Batch(N, 6);

    /// <summary><c>[N, C, OutH, OutW]</c>.</summary>
    public Layout Output => Layout.Batch(N, C * OutH * OutW);

    /// <summary>The sampler's half of the work.</summary>
    public GridSampleDims Sampling => new(N, C, H, W, OutH, OutW, Mode, Padding, AlignCorners);

    /// <summary>The output column that maps from u = 0; may be half-way between two.</summary>
    public float MiddleColumn => Sampling.MiddleColumn;

    /// <summary>The output row that maps from v = 0; may be half-way between two.</summary>
    public float MiddleRow => Sampling.MiddleRow;

    /// <summary>Pixels that x moves per output column when theta[0, 0] is 1. Exactly 1 when OutW is W.</summary>
    public float ColumnToX => Step(W, OutW);

    /// <summary>Pixels that x moves per output row when theta[0, 1] is 1.</summary>
    public float RowToX => Step(W, OutH);

    /// <summary>Pixels that y moves per output column when theta[1, 0] is 1.</summary>
    public float ColumnToY => Step(H, OutW);

    /// <summary>Pixels that y moves per output row when theta[1, 1] is 1. Exactly 1 when OutH is H.</summary>
    public float RowToY => Step(H, OutH);

    private float Step(int size, int points) => GridSampleDims.Step(size, points, AlignCorners);
}
