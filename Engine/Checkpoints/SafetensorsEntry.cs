namespace StnEngine;

/// <summary>One named array of a safetensors file: row-major values and a shape, kept in the file's element type.</summary>
public sealed record SafetensorsEntry
{
    private SafetensorsEntry(string name, SafetensorsDtype dtype, int[] shape, Array values)
    {
        ArgumentNullException.ThrowIfNull(name);
        long count = 1;
        foreach (int extent in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(shape));
            count = checked(count * extent);
        }

        if (count != values.LongLength)
        {
            throw new ArgumentException(
                $"Tensor '{name}': {values.LongLength} values given, shape [{string.Join(", ", shape)}] wants {count}.", nameof(values));
        }

        (Name, Dtype, Shape, Values) = (name, dtype, shape, values);
    }

    /// <summary>The key in the file, such as <c>fc1.bias</c>.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public SafetensorsDtype Dtype { get; }

    /// <summary>Extents, outermost first; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary><c>float[]</c>, <c>double[]</c>, <c>long[]</c> or <c>byte[]</c>, as <see cref="Dtype"/> says.</summary>
    public Array Values { get; }

    /// <summary>An F32 array; the values are not copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the extents.</exception>
    public static SafetensorsEntry Of(string name, float[] values, params int[] shape) => new(name, SafetensorsDtype.F32, shape, values);

    /// <summary>An F64 array; the values are not copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the extents.</exception>
    public static SafetensorsEntry Of(string name, double[] values, params int[] shape) => new(name, SafetensorsDtype.F64, shape, values);

    /// <summary>An I64 array; the values are not copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the extents.</exception>
    public static SafetensorsEntry Of(string name, long[] values, params int[] shape) => new(name, SafetensorsDtype.I64, shape, values);

    /// <summary>A U8 array; the values are not copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the extents.</exception>
    public static SafetensorsEntry Of(string name, byte[] values, params int[] shape) => new(name, SafetensorsDtype.U8, shape, values);

    /// <summary>The values in single precision, rounded where they need it; for F32 the array itself, not a copy.</summary>
    public float[] ToSingle() => Values switch
    {
        float[] same => same,
        double[] wide => Array.ConvertAll(wide, value => (float)value),
        long[] whole => Array.ConvertAll(whole, value => (float)value),
        byte[] bytes => Array.ConvertAll(bytes, value => (float)value),
        _ => throw new InvalidOperationException($"Tensor '{Name}' holds {Values.GetType().Name}."),
    };
}
