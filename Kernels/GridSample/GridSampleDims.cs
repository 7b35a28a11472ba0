using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Every extent and choice of sampling an image at the points of a grid.</summary>
/// <param name="N">Images.</param>
/// <param name="C">Channels.</param>
/// <param name="H">Image height.</param>
/// <param name="W">Image width.</param>
/// <param name="OutH">Rows of the grid.</param>
/// <param name="OutW">Columns of the grid.</param>
/// <param name="Mode">How to read between pixels.</param>
/// <param name="Padding">What to read outside the image.</param>
/// <param name="AlignCorners">Whether -1 and 1 are the centres of the outermost pixels (true) or their outer edges (false).</param>
/// <param name="Displaces">Whether the grid holds displacements of the points that the identity would read, instead of points.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct GridSampleDims(
    int N, int C, int H, int W, int OutH, int OutW, SampleMode Mode, SamplePadding Padding, Flag AlignCorners, Flag Displaces = default)
{
    /// <summary><c>[N, C, H, W]</c>.</summary>
    public Layout Image => Layout.Batch(N, C * H * W);

    /// <summary><c>[N, OutH, OutW, 2]</c>.</summary>
    public Layout Grid => Layout.Batch(N, OutH * OutW * 2);

    /// <summary><c>[N, C, OutH, OutW]</c>.</summary>
    public Layout Output => Layout.Batch(N, C * OutH * OutW);

    /// <summary>Pixels per unit of a normalised x. The pixel at x is <c>x * ScaleX + (W - 1) / 2</c>.</summary>
    public float ScaleX => (AlignCorners ? W - 1 : W) * 0.5f;

    /// <summary>Pixels per unit of a normalised y. The pixel at y is <c>y * ScaleY + (H - 1) / 2</c>.</summary>
    public float ScaleY => (AlignCorners ? H - 1 : H) * 0.5f;

    /// <summary>x of the image's centre, in pixels.</summary>
    public float MiddleX => (W - 1) * 0.5f;

    /// <summary>y of the image's centre, in pixels.</summary>
    public float MiddleY => (H - 1) * 0.5f;

    /// <summary>The output column in the middle; may be half-way between two.</summary>
    public float MiddleColumn => (OutW - 1) * 0.5f;

    /// <summary>The output row in the middle; may be half-way between two.</summary>
    public float MiddleRow => (OutH - 1) * 0.5f;

    /// <summary>Pixels that the point a grid value is added to moves per output column: 0 where it is always the centre.</summary>
    public float OriginStepX => Displaces ? Step(W, OutW, AlignCorners) : 0;

    /// <summary>Pixels that the point a grid value is added to moves per output row.</summary>
    public float OriginStepY => Displaces ? Step(H, OutH, AlignCorners) : 0;

    // Pixels between the points that the identity reads along an axis: exactly 1 when there are as many as pixels. A lattice of one
    // point lies in the middle, where the step is multiplied by 0.
    internal static float Step(int size, int points, bool alignCorners) =>
        !alignCorners ? size / (float)points : points == 1 ? 0 : (size - 1) / (float)(points - 1);

    // Whether each position lies beside two pixels along both axes.
    internal bool HasPixelPairs => HasLinearTaps && H > 1 && W > 1;

    // Whether LinearTaps will do: their indices are floats, and the last pixel must be one that a float can name.
    internal bool HasLinearTaps => Mode == SampleMode.Bilinear && Padding != SamplePadding.Reflection && (long)H * W <= 1 << 24;
}
