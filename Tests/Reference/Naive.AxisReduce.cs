namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>Sum over the given axes, which count from 0 or, below it, from the end.</summary>
    public static Array64 Sum(Array64 input, int[] axes, bool keepDims = false) => Reduce(input, axes, keepDims, 0, (sum, value) => sum + value);

    /// <summary>Mean over the given axes.</summary>
    public static Array64 Mean(Array64 input, int[] axes, bool keepDims = false)
    {
        Array64 sum = Sum(input, axes, keepDims);
        return sum.Map(value => value * sum.Count / input.Count);
    }

    /// <summary>Maximum along an axis; NaN wins.</summary>
    public static Array64 Max(Array64 input, int axis, bool keepDims = false) => Reduce(input, [axis], keepDims, double.NegativeInfinity, Math.Max);

    private static Array64 Reduce(Array64 input, int[] axes, bool keepDims, double start, Func<double, double, double> take)
    {
        bool[] reduced = [.. Enumerable.Range(0, input.Rank).Select(axis => axes.Contains(axis) || axes.Contains(axis - input.Rank))];
        Array64 output = Array64.Zeros([.. input.Shape.Select((extent, axis) => reduced[axis] ? 1 : extent)]).Map(_ => start);
        for (int i = 0; i < input.Count; i++)
        {
            int rest = i, at = 0, stride = 1;
            for (int axis = input.Rank - 1; axis >= 0; axis--)
            {
                at += reduced[axis] ? 0 : rest % input.Shape[axis] * stride;
                stride *= reduced[axis] ? 1 : input.Shape[axis];
                rest /= input.Shape[axis];
            }

            output[at] = take(output[at], input[i]);
        }

        return keepDims ? output : new Array64(output.Values, [.. input.Shape.Where((_, axis) => !reduced[axis])]);
    }
}
