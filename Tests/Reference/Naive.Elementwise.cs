namespace StnEngine.Tests.Reference;

public static partial class Naive
{
    /// <summary>Sum of two arrays, NumPy broadcasting.</summary>
    public static Array64 Add(Array64 left, Array64 right) => Broadcast(left, right, (a, b) => a + b);

    /// <summary>Product of two arrays, NumPy broadcasting; dropout is this with a given mask.</summary>
    public static Array64 Multiply(Array64 left, Array64 right) => Broadcast(left, right, (a, b) => a * b);

    /// <summary>Difference of two arrays, NumPy broadcasting.</summary>
    public static Array64 Subtract(Array64 left, Array64 right) => Broadcast(left, right, (a, b) => a - b);

    /// <summary>Quotient of two arrays, NumPy broadcasting.</summary>
    public static Array64 Divide(Array64 left, Array64 right) => Broadcast(left, right, (a, b) => a / b);

    /// <summary>max(value, 0); NaN stays NaN.</summary>
    public static Array64 Relu(Array64 input) => input.Map(value => value <= 0 ? 0 : value);

    /// <summary>Minus the value.</summary>
    public static Array64 Negate(Array64 input) => input.Map(value => -value);

    /// <summary>1 / (1 + exp(-value)).</summary>
    public static Array64 Sigmoid(Array64 input) => input.Map(value => 1 / (1 + Math.Exp(-value)));

    /// <summary>Hyperbolic tangent.</summary>
    public static Array64 Tanh(Array64 input) => input.Map(Math.Tanh);

    /// <summary>e to the power of the value.</summary>
    public static Array64 Exp(Array64 input) => input.Map(Math.Exp);

    /// <summary>Natural logarithm.</summary>
    public static Array64 Log(Array64 input) => input.Map(Math.Log);

    /// <summary>The value times itself.</summary>
    public static Array64 Square(Array64 input) => input.Map(value => value * value);

    /// <summary>The value times a constant.</summary>
    public static Array64 Scale(Array64 input, double factor) => input.Map(value => factor * value);

    /// <summary>The value above zero, slope times the value elsewhere.</summary>
    public static Array64 LeakyRelu(Array64 input, double slope) => input.Map(value => value > 0 ? value : slope * value);

    /// <summary>Mean of the squared differences, a scalar.</summary>
    public static Array64 MeanSquaredError(Array64 input, Array64 target) => Mean(Square(Subtract(input, target)));

    /// <summary>Sum over everything, a scalar.</summary>
    public static Array64 Sum(Array64 input)
    {
        double sum = 0;
        foreach (double value in input.Values)
        {
            sum += value;
        }

        return Array64.Scalar(sum);
    }

    /// <summary>Mean over everything, a scalar.</summary>
    public static Array64 Mean(Array64 input) => Array64.Scalar(Sum(input)[0] / input.Count);

    /// <summary>The same values in another shape of the same count.</summary>
    public static Array64 Reshape(Array64 input, params int[] shape) => Array64.CountOf(shape) == input.Count
        ? new Array64([.. input.Values], shape)
        : throw new ArgumentException($"{input.Count} values do not fill [{string.Join(", ", shape)}].", nameof(shape));

    private static Array64 Broadcast(Array64 left, Array64 right, Func<double, double, double> function)
    {
        Array64 output = Array64.Zeros(BroadcastShape(left.Shape, right.Shape));
        int[] position = new int[output.Rank];
        for (int i = 0; i < output.Count; i++)
        {
            int rest = i;
            for (int axis = output.Rank - 1; axis >= 0; axis--)
            {
                position[axis] = rest % output.Shape[axis];
                rest /= output.Shape[axis];
            }

            output[i] = function(ReadBroadcast(left, position), ReadBroadcast(right, position));
        }

        return output;
    }

    // Shapes are aligned at their last axes; an axis of extent 1 is read at 0 wherever the output stands.
    private static double ReadBroadcast(Array64 array, int[] position)
    {
        int missing = position.Length - array.Rank, at = 0;
        for (int axis = 0; axis < array.Rank; axis++)
        {
            at = (at * array.Shape[axis]) + (array.Shape[axis] == 1 ? 0 : position[missing + axis]);
        }

        return array[at];
    }

    private static int[] BroadcastShape(int[] left, int[] right)
    {
        int[] shape = new int[Math.Max(left.Length, right.Length)];
        for (int back = 1; back <= shape.Length; back++)
        {
            int a = back <= left.Length ? left[^back] : 1, b = back <= right.Length ? right[^back] : 1;
            bool fits = a == b || a == 1 || b == 1;
            shape[^back] = fits ? (a == 1 ? b : a)
                : throw new ArgumentException($"[{string.Join(", ", left)}] and [{string.Join(", ", right)}] do not broadcast.", nameof(right));
        }

        return shape;
    }
}
