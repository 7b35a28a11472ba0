using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>Neighbouring axes of one kind, kept or reduced, taken as one.</summary>
/// <param name="Extent">Positions; 1 where there is no such axis.</param>
/// <param name="Stride">Elements of the input from one position to the next.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AxisRun(int Extent, int Stride);

/// <summary>Which axes of a tensor are kept and which are reduced.</summary>
/// <remarks>
/// Neighbours of one kind are merged, so four axes (behind the batch, if there is one) are at most two kept and two reduced runs,
/// in any order.
/// </remarks>
/// <param name="Input">How the input is stored.</param>
/// <param name="OverBatch">Whether the images are reduced too; the output is then plain.</param>
/// <param name="KeptOuter">Kept axes, outer.</param>
/// <param name="KeptInner">Kept axes, inner.</param>
/// <param name="ReducedOuter">Reduced axes behind the batch, outer.</param>
/// <param name="ReducedInner">Reduced axes behind the batch, inner.</param>
/// <param name="Scale">Factor on a sum: 1, or 1 / count for a mean.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AxisReduceDims(
    Layout Input, Flag OverBatch, AxisRun KeptOuter, AxisRun KeptInner, AxisRun ReducedOuter, AxisRun ReducedInner, float Scale)
{
    /// <summary>Elements of one image of the output, or of the whole plain output.</summary>
    public int Kept => KeptOuter.Extent * KeptInner.Extent;

    /// <summary>Elements of one image of the input, or of the whole plain input, that make one element of the output.</summary>
    public int Reduced => ReducedOuter.Extent * ReducedInner.Extent;

    /// <summary>How the output is stored.</summary>
    public Layout Output => Input.IsBatched && !OverBatch ? Layout.Batch(Input.Images, Kept) : Layout.Plain(Kept);

    /// <summary>The first input element, within its image, that belongs to an output element.</summary>
    /// <param name="k">Flat index of the output element within its image.</param>
    /// <returns>Flat index in the input's image.</returns>
    public int First(int k) => (k / KeptInner.Extent * KeptOuter.Stride) + (k % KeptInner.Extent * KeptInner.Stride);

    /// <summary>How far behind <see cref="First"/> another element lies that belongs to the same output element.</summary>
    /// <param name="r">Which of <see cref="Reduced"/>, in reading order.</param>
    /// <returns>Elements of the input; 0 for the first.</returns>
    public int Step(int r) => (r / ReducedInner.Extent * ReducedOuter.Stride) + (r % ReducedInner.Extent * ReducedInner.Stride);
}
