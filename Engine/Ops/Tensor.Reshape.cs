using StnEngine.Onnx;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>The same numbers under another shape; nothing moves.</summary>
    /// <param name="extents">New extents; one of them may be -1, which takes what is left. A batch keeps its first.</param>
    /// <returns>A tensor that shares this one's memory.</returns>
    /// <exception cref="ShapeException">The counts differ, or the batch axis would change.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> extents)
    {
        var shape = new Shape(Inferred(extents));
        Require.That(shape.Count == Shape.Count, nameof(Reshape), $"{Shape} has {Shape.Count} elements, {shape} has {shape.Count}");
        Require.That(!IsBatched || (shape.Rank > 0 && shape[0] == Shape[0]), nameof(Reshape), $"the batch axis of {Shape} must stay; {shape} was asked for");
        return View(shape).MadeBy(new ReshapeNode(this));
    }

    /// <summary>Every image as one row of features: <c>[N, C, H, W]</c> becomes <c>[N, C*H*W]</c>.</summary>
    /// <returns><c>[N, rest]</c>, sharing this tensor's memory.</returns>
    /// <exception cref="ShapeException">This is no batch.</exception>
    public Tensor Flatten()
    {
        Require.That(IsBatched, nameof(Flatten), $"a batch is wanted; a plain tensor of shape {Shape} was given");
        return Reshape(Shape[0], -1);
    }

    private int[] Inferred(ReadOnlySpan<int> extents)
    {
        int[] wanted = extents.ToArray();
        int unknown = Array.IndexOf(wanted, -1);
        if (unknown >= 0)
        {
            long known = 1;
            foreach (int extent in wanted)
            {
                known *= extent == -1 ? 1 : extent;
            }

            Require.That(known > 0 && Shape.Count % known == 0 && Array.LastIndexOf(wanted, -1) == unknown, nameof(Reshape), $"{Shape} cannot be laid out as [{string.Join(", ", wanted)}]");
            wanted[unknown] = (int)(Shape.Count / known);
        }

        return wanted;
    }

    private sealed class ReshapeNode(Tensor input) : Node(input)
    {
        public override void Backward(Tensor output) => output.Device.Memory.Add(input.Layout, output.GradBuffer, input.GradBuffer);

        public override string Export(OnnxGraph graph, Tensor output)
        {
            // 0 keeps the input's extent.
            long[] extents = [.. output.Shape.Extents.ToArray().Select((extent, axis) => axis == 0 && output.IsBatched ? 0 : extent)];
            return graph.Add("Reshape", [graph[input], graph.Integers(extents)]);
        }
    }
}
