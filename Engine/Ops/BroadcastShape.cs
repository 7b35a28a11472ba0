using StnEngine.Kernels;

namespace StnEngine;

// Stretches two tensors to one shape, aligned at the last axis as in NumPy. A batch meets a batch of the same rank and size,
// or a plain tensor that fits the axes behind the batch; a leading 1 may stand in the batch's place.
internal static class BroadcastShape
{
    private const int MaxAxes = 4;

    public static (Shape Shape, BroadcastDims Dims) Of(string operation, Tensor left, Tensor right)
    {
        if (IsScalar(left) || IsScalar(right))
        {
            return WithScalar(left, right);
        }

        bool batched = left.IsBatched || right.IsBatched;
        int images = left.IsBatched ? left.Shape[0] : right.IsBatched ? right.Shape[0] : 1;
        ReadOnlySpan<int> a = AxesBehindBatch(left, right);
        ReadOnlySpan<int> b = AxesBehindBatch(right, left);
        bool sameBatch = !left.IsBatched || !right.IsBatched || (left.Shape[0] == right.Shape[0] && a.Length == b.Length);
        bool plainFits = left.IsBatched == right.IsBatched || (left.IsBatched ? b.Length <= a.Length : a.Length <= b.Length);
        Span<int> extents = stackalloc int[MaxAxes];
        bool fits = sameBatch && plainFits && a.Length <= MaxAxes && b.Length <= MaxAxes;
        for (int k = 1; k <= MaxAxes && fits; k++)
        {
            int x = FromEnd(a, k);
            int y = FromEnd(b, k);
            fits = x == y || x == 1 || y == 1;
            extents[MaxAxes - k] = Math.Max(x, y);
        }

        Require.That(fits, operation, $"shapes {left.Shape}{Kind(left)} and {right.Shape}{Kind(right)} cannot be stretched to one (axes are aligned at the last; extents must be the same or 1; a batch is never stretched)");
        Span<int> whole = [images, .. extents[(MaxAxes - Math.Max(a.Length, b.Length))..]];
        var shape = new Shape(batched ? whole : whole[1..]);
        int rest = shape.Count / images;
        Layout layout = batched ? Layout.Batch(images, rest) : Layout.Plain(rest);
        if (a.SequenceEqual(b))
        {
            // The usual case in one long loop.
            return (shape, new BroadcastDims(layout, 1, 1, 1, rest, new(left.IsBatched, rest, 0, 0, 0, 1), new(right.IsBatched, rest, 0, 0, 0, 1)));
        }

        return (shape, new BroadcastDims(layout, extents[0], extents[1], extents[2], extents[3], Operand(left.IsBatched, a), Operand(right.IsBatched, b)));
    }

    private static bool IsScalar(Tensor tensor) => !tensor.IsBatched && tensor.Shape.Rank == 0;

    // One number for all, whatever the other's shape.
    private static (Shape Shape, BroadcastDims Dims) WithScalar(Tensor left, Tensor right)
    {
        Tensor stretched = IsScalar(left) ? right : left;
        Layout layout = stretched.Layout;
        BroadcastOperand Side(Tensor tensor) => IsScalar(tensor) ? new(false, 1, 0, 0, 0, 0) : new(tensor.IsBatched, layout.Rest, 0, 0, 0, 1);
        return (stretched.Shape, new BroadcastDims(layout, 1, 1, 1, layout.Rest, Side(left), Side(right)));
    }

    // A plain tensor that was reduced over a batch has an extent of 1 in its place.
    private static ReadOnlySpan<int> AxesBehindBatch(Tensor tensor, Tensor other)
    {
        bool inPlaceOfBatch = other.IsBatched && tensor.Shape.Rank == other.Shape.Rank && tensor.Shape[0] == 1;
        return tensor.IsBatched || inPlaceOfBatch ? tensor.Shape.Extents[1..] : tensor.Shape.Extents;
    }

    private static string Kind(Tensor tensor) => tensor.IsBatched ? " (a batch)" : string.Empty;

    private static int FromEnd(ReadOnlySpan<int> axes, int k) => k <= axes.Length ? axes[^k] : 1;

    private static BroadcastOperand Operand(bool batched, ReadOnlySpan<int> axes)
    {
        Span<int> strides = stackalloc int[MaxAxes];
        int rest = 1;
        for (int k = 1; k <= MaxAxes; k++)
        {
            int extent = FromEnd(axes, k);
            strides[MaxAxes - k] = extent == 1 ? 0 : rest;
            rest *= extent;
        }

        return new BroadcastOperand(batched, rest, strides[0], strides[1], strides[2], strides[3]);
    }
}
