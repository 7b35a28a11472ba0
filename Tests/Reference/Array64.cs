namespace StnEngine.Tests.Reference;

/// <summary>Doubles in row-major order (N, C, H, W): all that the naive references know of tensors.</summary>
public sealed record Array64(double[] Values, int[] Shape)
{
    public int Count => Values.Length;

    public int Rank => Shape.Length;

    public double this[int i]
    {
        get => Values[i];
        set => Values[i] = value;
    }

    public double this[int a, int b]
    {
        get => Values[(a * Shape[1]) + b];
        set => Values[(a * Shape[1]) + b] = value;
    }

    public double this[int a, int b, int c]
    {
        get => Values[(((a * Shape[1]) + b) * Shape[2]) + c];
        set => Values[(((a * Shape[1]) + b) * Shape[2]) + c] = value;
    }

    public double this[int a, int b, int c, int d]
    {
        get => Values[(((((a * Shape[1]) + b) * Shape[2]) + c) * Shape[3]) + d];
        set => Values[(((((a * Shape[1]) + b) * Shape[2]) + c) * Shape[3]) + d] = value;
    }

    public static Array64 Zeros(params int[] shape) => new(new double[CountOf(shape)], shape);

    public static Array64 Scalar(double value) => new([value], []);

    public static Array64 Of(ReadOnlySpan<float> values, params int[] shape)
    {
        Array64 result = Zeros(shape);
        for (int i = 0; i < result.Count; i++)
        {
            result[i] = values[i];
        }

        return result;
    }

    public static int CountOf(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int extent in shape)
        {
            count *= extent;
        }

        return count;
    }

    public Array64 Copy() => new([.. Values], [.. Shape]);

    public Array64 Map(Func<double, double> function) => new(Array.ConvertAll(Values, value => function(value)), Shape);

    public float[] ToSingle() => Array.ConvertAll(Values, value => (float)value);
}
