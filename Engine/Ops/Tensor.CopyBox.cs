using StnEngine.Kernels;
using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Tensors one behind the other along an axis.</summary>
    /// <param name="axis">From 0; of a batch any but the first.</param>
    /// <param name="tensors">At least one; all batches or all plain, of the same shape except along <paramref name="axis"/>.</param>
    /// <returns>That shape, as long along <paramref name="axis"/> as all of them together.</returns>
    /// <exception cref="ShapeException">Nothing was given, there is no such axis, it is the batch, or the shapes differ elsewhere.</exception>
    public static Tensor Concatenate(int axis, params ReadOnlySpan<Tensor> tensors)
    {
        const string Operation = nameof(Concatenate);
        Require.That(tensors.Length > 0, Operation, "at least one tensor is wanted; none was given");
        Tensor first = tensors[0];
        Require.Given(Operation, first, tensors);
        RequireAxis(Operation, first, axis, "upload the images as one batch, or run the same weights over each batch in turn");
        int[] extents = first.Shape.Extents.ToArray();
        extents[axis] = 0;
        foreach (Tensor tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
            Require.That(
                tensor.IsBatched == first.IsBatched && SameExceptAlong(axis, first.Shape, tensor.Shape), Operation,
                $"all must be batches or all plain, of the same shape except along axis {axis}; {Described(first)} and {Described(tensor)} were given");
            extents[axis] += tensor.Shape[axis];
        }

        Tensor output = New(first.Device, new Shape(extents), first.IsBatched);
        var boxes = new CopyBoxDims[tensors.Length];
        int start = 0;
        for (int i = 0; i < boxes.Length; i++)
        {
            boxes[i] = BoxAlong(axis, tensors[i].Shape[axis], tensors[i], 0, output, start);
            output.Device.CopyBox.Forward(boxes[i], tensors[i].Buffer, output.Buffer);
            start += tensors[i].Shape[axis];
        }

        return output.MadeBy(new ConcatenateNode(axis, boxes, tensors.ToArray()));
    }

    /// <summary>A part of the tensor along one axis.</summary>
    /// <param name="axis">From 0; of a batch any but the first.</param>
    /// <param name="start">First index of the part.</param>
    /// <param name="length">Extent of the part, at least 1.</param>
    /// <returns>The same shape, <paramref name="length"/> long along <paramref name="axis"/>; a copy.</returns>
    /// <exception cref="ShapeException">There is no such axis, it is the batch, or the part does not lie inside the tensor.</exception>
    public Tensor Slice(int axis, int start, int length)
    {
        const string Operation = nameof(Slice);
        RequireAxis(Operation, this, axis, "upload the images that are wanted as a batch of their own");
        Require.That(
            start >= 0 && length > 0 && start <= Shape[axis] - length, Operation,
            $"a part of at least 1 inside axis {axis} of {Shape} is wanted; {length} from {start} on was asked for");
        int[] extents = Shape.Extents.ToArray();
        extents[axis] = length;
        Tensor output = New(Device, new Shape(extents), IsBatched);
        CopyBoxDims box = BoxAlong(axis, length, this, start, output, 0);
        Device.CopyBox.Forward(box, Buffer, output.Buffer);
        return output.MadeBy(new SliceNode(axis, start, box, this));
    }

    /// <summary>The images with a frame of one value around them: last axis left and right, last but one above and below.</summary>
    /// <param name="top">Rows above.</param>
    /// <param name="bottom">Rows below.</param>
    /// <param name="left">Columns to the left.</param>
    /// <param name="right">Columns to the right.</param>
    /// <param name="value">What the frame holds, the background's value. It has no gradient.</param>
    /// <returns><c>[..., top + H + bottom, left + W + right]</c>.</returns>
    /// <exception cref="ShapeException">There are no two axes behind the batch, or a side is negative.</exception>
    public Tensor Pad(int top, int bottom, int left, int right, float value = 0)
    {
        const string Operation = nameof(Pad);
        Require.That(Shape.Rank >= (IsBatched ? 3 : 2), Operation, $"height and width are wanted as the last two axes, behind the batch; {Described(this)} was given");
        Require.That(
            top >= 0 && bottom >= 0 && left >= 0 && right >= 0, Operation,
            $"{top} rows above, {bottom} below, {left} columns left and {right} right of {Shape} were asked for; each must be at least 0 (Slice takes away)");
        (int h, int w) = (Shape.Extents[^2], Shape.Extents[^1]);
        var shape = new Shape([.. Shape.Extents[..^2], checked(top + h + bottom), checked(left + w + right)]);
        Tensor output = New(Device, shape, IsBatched);
        (int outH, int outW) = (shape.Extents[^2], shape.Extents[^1]);
        var box = new CopyBoxDims(
            IsBatched ? Shape[0] : 0, Layout.Rest / (h * w), h, w,
            new BoxPlace(0, h * w, w, Layout.Rest),
            new BoxPlace((top * outW) + left, outH * outW, outW, output.Layout.Rest));
        Device.Memory.Fill(output.Layout, output.Buffer, value);
        Device.CopyBox.Forward(box, Buffer, output.Buffer);
        return output.MadeBy(new PadNode(top, bottom, left, right, value, box, this));
    }

    private static void RequireAxis(string operation, Tensor tensor, int axis, string insteadOfTheBatch)
    {
        Require.That(axis >= 0 && axis < tensor.Shape.Rank, operation, $"{Described(tensor)} has no axis {axis}");
        Require.That(!tensor.IsBatched || axis > 0, operation, $"axis 0 of {Described(tensor)} is the batch, whose images stay where they are; {insteadOfTheBatch}");
    }

    private static bool SameExceptAlong(int axis, Shape a, Shape b) =>
        a.Rank == b.Rank && a.Extents[..axis].SequenceEqual(b.Extents[..axis]) && a.Extents[(axis + 1)..].SequenceEqual(b.Extents[(axis + 1)..]);

    private static string Described(Tensor tensor) => $"{(tensor.IsBatched ? "a batch" : "a plain tensor")} {tensor.Shape}";

    // `length` indices along an axis, from `fromStart` on in one tensor and from `toStart` on in the other.
    private static CopyBoxDims BoxAlong(int axis, int length, Tensor from, int fromStart, Tensor to, int toStart)
    {
        int inner = 1;
        foreach (int extent in from.Shape.Extents[(axis + 1)..])
        {
            inner *= extent;
        }

        BoxPlace Place(Tensor tensor, int start) => new(start * inner, tensor.Shape[axis] * inner, 0, tensor.Layout.Rest);
        int outer = from.Layout.Rest / (from.Shape[axis] * inner);
        return new CopyBoxDims(from.IsBatched ? from.Shape[0] : 0, outer, 1, length * inner, Place(from, fromStart), Place(to, toStart));
    }

    private abstract class CopyBoxNode(CopyBoxDims[] boxes, Tensor[] inputs) : Node(inputs)
    {
        public override void Backward(Tensor output)
        {
            for (int i = 0; i < boxes.Length; i++)
            {
                if (Inputs[i] is { RequiresGrad: true } input)
                {
                    output.Device.CopyBox.Backward(boxes[i], output.GradBuffer, input.GradBuffer);
                }
            }
        }
    }

    private sealed class ConcatenateNode(int axis, CopyBoxDims[] boxes, Tensor[] inputs) : CopyBoxNode(boxes, inputs)
    {
        public override string Export(OnnxGraph graph, Tensor output) =>
            graph.Add("Concat", [.. Inputs.ToArray().Select(input => graph[input])], OnnxAttribute.Integer("axis", axis));
    }

    private sealed class SliceNode(int axis, int start, CopyBoxDims box, Tensor input) : CopyBoxNode([box], [input])
    {
        public override string Export(OnnxGraph graph, Tensor output) =>
            graph.Add("Slice", [graph[Inputs[0]], graph.Integers(start), graph.Integers(start + output.Shape[axis]), graph.Integers(axis)]);
    }

    private sealed class PadNode(int top, int bottom, int left, int right, float value, CopyBoxDims box, Tensor input) : CopyBoxNode([box], [input])
    {
        public override string Export(OnnxGraph graph, Tensor output) => graph.Pad(graph[Inputs[0]], top, bottom, left, right, value);
    }
}
