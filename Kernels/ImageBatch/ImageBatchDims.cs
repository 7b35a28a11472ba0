using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>A batch of images out of a set of 8-bit images.</summary>
/// <param name="Count">Images in the set, at most <see cref="MaxCount"/>.</param>
/// <param name="N">Images in the batch.</param>
/// <param name="C">Channels.</param>
/// <param name="H">Height of the set's images.</param>
/// <param name="W">Width of the set's images.</param>
/// <param name="OutH">Height of the batch's images; H where they are only gathered.</param>
/// <param name="OutW">Width of the batch's images; W where they are only gathered.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ImageBatchDims(int Count, int N, int C, int H, int W, int OutH, int OutW)
{
    /// <summary>An image's number is a whole number in a float, so no set may have more images than floats can count.</summary>
    public const int MaxCount = 1 << 24;

    /// <summary>What a byte can be: entries of the table for one channel.</summary>
    public const int ByteValues = 256;

    /// <summary>Numbers that pick an image to be warped: which one, then the six of its map.</summary>
    public const int WarpPick = 7;

    /// <summary>Pixels of one channel in the set.</summary>
    public int Plane => H * W;

    /// <summary>Bytes of one image in the set.</summary>
    public int ImageSize => C * Plane;

    /// <summary>Pixels of one channel in the batch.</summary>
    public int OutPlane => OutH * OutW;

    /// <summary><c>[N, C, OutH, OutW]</c>.</summary>
    public Layout Images => Layout.Batch(N, C * OutPlane);

    /// <summary>The column in the middle of the batch's images; may be half-way between two.</summary>
    public float MiddleColumn => (OutW - 1) * 0.5f;

    /// <summary>The row in the middle of the batch's images; may be half-way between two.</summary>
    public float MiddleRow => (OutH - 1) * 0.5f;

    /// <summary>Which image of the batch a lane holds: idle lanes of the last block repeat the last.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="lane">Index within it.</param>
    /// <returns>0 to N - 1.</returns>
    public int ImageIn(int block, int lane) => Math.Min((block * Layout.Lanes) + lane, N - 1);

    /// <summary>The number that a pick names, or -1 where it names no image: nothing outside the set may be read.</summary>
    /// <param name="pick">A whole number.</param>
    /// <returns>-1 to Count - 1.</returns>
    public int Picked(float pick) => pick >= 0 && pick < Count ? (int)pick : -1;
}
