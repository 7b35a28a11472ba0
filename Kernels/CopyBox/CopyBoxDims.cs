using System.Runtime.InteropServices;

namespace StnEngine.Kernels;

/// <summary>A box inside one of the two tensors of a copy: element (outer, row, column) lies at <c>Start + outer * OuterStep + row * RowStep + column</c>.</summary>
/// <param name="Start">First element of the box, within an image or the whole plain tensor.</param>
/// <param name="OuterStep">Elements from one slab to the next.</param>
/// <param name="RowStep">Elements from one row to the next.</param>
/// <param name="Rest">Elements of one image, or of the whole plain tensor.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BoxPlace(int Start, int OuterStep, int RowStep, int Rest);

/// <summary>A box of numbers that lies in two tensors, at a place of its own in each.</summary>
/// <param name="Images">Images of both tensors; 0 when they are plain.</param>
/// <param name="Outer">Slabs.</param>
/// <param name="Rows">Rows of a slab.</param>
/// <param name="Columns">Numbers of a row, side by side in both tensors.</param>
/// <param name="From">Where the box lies in the tensor it is copied from.</param>
/// <param name="To">Where it lies in the tensor it is copied to.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CopyBoxDims(int Images, int Outer, int Rows, int Columns, BoxPlace From, BoxPlace To)
{
    /// <summary>How the tensor that is copied from is stored.</summary>
    public Layout FromLayout => LayoutOf(From);

    /// <summary>How the tensor that is copied to is stored.</summary>
    public Layout ToLayout => LayoutOf(To);

    private Layout LayoutOf(in BoxPlace place) => Images > 0 ? Layout.Batch(Images, place.Rest) : Layout.Plain(place.Rest);
}
