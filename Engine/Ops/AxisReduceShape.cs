using StnEngine.Kernels;

namespace StnEngine;

// What is left of a shape when some axes are reduced, and how kernels find their way in it.
internal static class AxisReduceShape
{
    private const int MaxRuns = 2;

    public static (Shape Shape, AxisReduceDims Dims) Of(string operation, Tensor input, ReadOnlySpan<int> axes, bool keepDims, bool isMean = false)
    {
        bool[] reduced = Reduced(operation, input, axes);
        int count = 1;
        List<int> left = [];
        for (int axis = 0; axis < reduced.Length; axis++)
        {
            count *= reduced[axis] ? input.Shape[axis] : 1;
            if (!reduced[axis] || keepDims)
            {
                left.Add(reduced[axis] ? 1 : input.Shape[axis]);
            }
        }

        List<AxisRun> kept = Runs(input, reduced, false);
        List<AxisRun> gone = Runs(input, reduced, true);
        Require.That(kept.Count <= MaxRuns && gone.Count <= MaxRuns, operation, $"axes {Text(axes)} of {input.Shape} leave more than {MaxRuns} groups of neighbouring axes to keep or to reduce; reduce in two steps");
        var dims = new AxisReduceDims(
            input.Layout, input.IsBatched && reduced[0], Outer(kept), Inner(kept), Outer(gone), Inner(gone), isMean ? 1f / count : 1);
        return (new Shape([.. left]), dims);
    }

    private static bool[] Reduced(string operation, Tensor input, ReadOnlySpan<int> axes)
    {
        int rank = input.Shape.Rank;
        bool[] reduced = new bool[rank];
        Require.That(axes.Length > 0, operation, $"no axes of {input.Shape} were named; with no argument at all everything is reduced");
        foreach (int axis in axes)
        {
            int place = axis < 0 ? axis + rank : axis;
            Require.That(place >= 0 && place < rank, operation, $"axes {Text(axes)} of {input.Shape}: each must be from {-rank} to {rank - 1}");
            Require.That(!reduced[place], operation, $"axes {Text(axes)} of {input.Shape}: axis {place} stands twice");
            reduced[place] = true;
        }

        return reduced;
    }

    // Innermost first. Neighbours of one kind are one run; axes of extent 1 separate nothing.
    private static List<AxisRun> Runs(Tensor input, bool[] reduced, bool wanted)
    {
        List<AxisRun> runs = [];
        bool joins = false;
        int stride = 1;
        for (int axis = reduced.Length - 1; axis >= (input.IsBatched ? 1 : 0); axis--)
        {
            int extent = input.Shape[axis];
            if (extent == 1)
            {
                continue;
            }

            if (reduced[axis] == wanted && joins)
            {
                runs[^1] = runs[^1] with { Extent = runs[^1].Extent * extent };
            }
            else if (reduced[axis] == wanted)
            {
                runs.Add(new AxisRun(extent, stride));
            }

            joins = reduced[axis] == wanted;
            stride *= extent;
        }

        return runs;
    }

    private static AxisRun Inner(List<AxisRun> runs) => runs.Count > 0 ? runs[0] : new AxisRun(1, 0);

    private static AxisRun Outer(List<AxisRun> runs) => runs.Count > 1 ? runs[1] : new AxisRun(1, 0);

    private static string Text(ReadOnlySpan<int> axes) => $"[{string.Join(", ", axes.ToArray())}]";
}
