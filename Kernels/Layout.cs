using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>How a tensor lies in a buffer: plainly, or as a batch in blocks of <see cref="Lanes"/> images.</summary>
/// <remarks>
/// In a batch the image is the innermost axis: element i of image n lies at
/// <c>((n / Lanes) * Rest + i) * Lanes + n % Lanes</c>. The idle lanes of a ragged last block repeat the last image
/// when they are uploaded, so they hold finite numbers; whatever sums over a batch selects the live lanes.
/// </remarks>
/// <param name="Images">Images in the batch; 1 for a plain tensor.</param>
/// <param name="Rest">Elements of one image, or of the whole plain tensor.</param>
/// <param name="IsBatched">Whether the first axis is the batch.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Layout(int Images, int Rest, Flag IsBatched)
{
    /// <summary>Images side by side in a block: one vector register of floats on a wide machine.</summary>
    public const int Lanes = 16;

    /// <summary>Blocks of images; 0 for a plain tensor.</summary>
    public int Blocks => IsBatched ? (Images + Lanes - 1) / Lanes : 0;

    /// <summary>Floats in one block.</summary>
    public int BlockLength => Rest * Lanes;

    /// <summary>Floats in the buffer, idle lanes included.</summary>
    public long StoredLength => IsBatched ? (long)Blocks * BlockLength : Rest;

    /// <summary>Elements of the tensor, idle lanes left out.</summary>
    public long Count => (long)Images * Rest;

    /// <summary>Images that are really there in <paramref name="block"/>: 16, or fewer in the last one.</summary>
    /// <param name="block">Index of the block.</param>
    /// <returns>1 to <see cref="Lanes"/>.</returns>
    public int LiveLanes(int block) => Math.Min(Lanes, Images - (block * Lanes));

    /// <summary>The layout of a batch.</summary>
    /// <param name="images">Images, at least 1.</param>
    /// <param name="rest">Elements of one image.</param>
    /// <returns>A batched layout.</returns>
    public static Layout Batch(int images, int rest) => new(images, rest, true);

    /// <summary>The layout of a tensor with no batch axis.</summary>
    /// <param name="count">Elements.</param>
    /// <returns>A plain layout.</returns>
    public static Layout Plain(int count) => new(1, count, false);
}
