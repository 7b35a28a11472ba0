namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>The arrays one behind the other along an axis.</summary>
    public static Array64 Concatenate(int axis, params Array64[] arrays)
    {
        int[] shape = [.. arrays[0].Shape];
        shape[axis] = arrays.Sum(a => a.Shape[axis]);
        return Filled(shape, position =>
        {
            int which = 0;
            while (position[axis] >= arrays[which].Shape[axis])
            {
                position[axis] -= arrays[which++].Shape[axis];
            }

            return At(arrays[which], position);
        });
    }

    /// <summary>The indices start to start + length - 1 of an axis.</summary>
    public static Array64 Slice(Array64 input, int axis, int start, int length)
    {
        int[] shape = [.. input.Shape];
        shape[axis] = length;
        return Filled(shape, position =>
        {
            position[axis] += start;
            return At(input, position);
        });
    }

    /// <summary>A frame of one value around the last two axes.</summary>
    public static Array64 Pad(Array64 input, int top, int bottom, int left, int right, double value)
    {
        int[] shape = [.. input.Shape];
        shape[^2] += top + bottom;
        shape[^1] += left + right;
        return Filled(shape, position =>
        {
            position[^2] -= top;
            position[^1] -= left;
            bool inside = position[^2] >= 0 && position[^2] < input.Shape[^2] && position[^1] >= 0 && position[^1] < input.Shape[^1];
            return inside ? At(input, position) : value;
        });
    }

    // Each element from its position, which the function may change.
    private static Array64 Filled(int[] shape, Func<int[], double> element)
    {
        Array64 output = Array64.Zeros(shape);
        for (int i = 0; i < output.Count; i++)
        {
            int[] position = new int[shape.Length];
            for (int axis = shape.Length - 1, rest = i; axis >= 0; rest /= shape[axis--])
            {
                position[axis] = rest % shape[axis];
            }

            output[i] = element(position);
        }

        return output;
    }

    private static double At(Array64 array, int[] position)
    {
        int at = 0;
        for (int axis = 0; axis < array.Rank; axis++)
        {
            at = (at * array.Shape[axis]) + position[axis];
        }

        return array[at];
    }
}
