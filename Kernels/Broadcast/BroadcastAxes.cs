using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// Some of the output's axes, the others shortened to 1: those that an operand has, or those along which it is stretched. An
// output element is a place along the ones and a place along the others, and where it lies in each tensor is the sum of the two.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BroadcastAxes(int Extent0, int Extent1, int Extent2, int Extent3)
{
    public int Count => Extent0 * Extent1 * Extent2 * Extent3;

    public static BroadcastAxes All(in BroadcastDims dims) => new(dims.Extent0, dims.Extent1, dims.Extent2, dims.Extent3);

    public static BroadcastAxes Kept(in BroadcastDims dims, in BroadcastOperand by) => new(
        by.Stride0 == 0 ? 1 : dims.Extent0, by.Stride1 == 0 ? 1 : dims.Extent1,
        by.Stride2 == 0 ? 1 : dims.Extent2, by.Stride3 == 0 ? 1 : dims.Extent3);

    public static BroadcastAxes Stretched(in BroadcastDims dims, in BroadcastOperand by) => new(
        by.Stride0 == 0 ? dims.Extent0 : 1, by.Stride1 == 0 ? dims.Extent1 : 1,
        by.Stride2 == 0 ? dims.Extent2 : 1, by.Stride3 == 0 ? dims.Extent3 : 1);

    // Elements of one image from its start to place `index` along these axes, in the output and in both operands.
    public (int Output, int Left, int Right) Place(in BroadcastDims dims, int index)
    {
        int i3 = TakeDigit(ref index, Extent3);
        int i2 = TakeDigit(ref index, Extent2);
        int i1 = TakeDigit(ref index, Extent1);
        return (
            (((((index * dims.Extent1) + i1) * dims.Extent2) + i2) * dims.Extent3) + i3,
            (index * dims.Left.Stride0) + (i1 * dims.Left.Stride1) + (i2 * dims.Left.Stride2) + (i3 * dims.Left.Stride3),
            (index * dims.Right.Stride0) + (i1 * dims.Right.Stride1) + (i2 * dims.Right.Stride2) + (i3 * dims.Right.Stride3));
    }

    // Most axes have extent 1, and a division takes as long as everything else here.
    private static int TakeDigit(ref int index, int extent)
    {
        if (extent == 1)
        {
            return 0;
        }

        int rest = index / extent;
        int digit = index - (rest * extent);
        index = rest;
        return digit;
    }
}
