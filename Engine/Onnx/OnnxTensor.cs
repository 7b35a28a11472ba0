using System.Buffers.Binary;

namespace StnEngine.Onnx;

/// <summary>Numbers in an ONNX file, <c>TensorProto</c>, and the type and shape of a value, <c>ValueInfoProto</c>.</summary>
internal static class OnnxTensor
{
    private const int Dims = 1, DataType = 2, Name = 8, RawData = 9;
    private const int Float32 = 1, Int64 = 7;
    private const int ValueName = 1, ValueType = 2, TensorType = 1, ElementType = 1, ShapeField = 2, Dim = 1, DimValue = 1, DimParam = 2;

    public static ProtobufWriter Of(string name, ReadOnlySpan<float> values, ReadOnlySpan<int> shape)
    {
        byte[] bytes = new byte[sizeof(float) * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), values[i]);
        }

        return Of(name, Float32, bytes, shape);
    }

    /// <summary>A list of integers: a shape, or positions.</summary>
    public static ProtobufWriter Of(string name, ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[sizeof(long) * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long) * i), values[i]);
        }

        return Of(name, Int64, bytes, [values.Length]);
    }

    /// <summary>What goes in or comes out: float32, its first axis of any extent.</summary>
    public static ProtobufWriter Batch(string name, Shape shape)
    {
        var dims = new ProtobufWriter().Message(Dim, new ProtobufWriter().Text(DimParam, "N"));
        foreach (int extent in shape.Extents[1..])
        {
            dims.Message(Dim, new ProtobufWriter().Integer(DimValue, extent));
        }

        ProtobufWriter type = new ProtobufWriter().Integer(ElementType, Float32).Message(ShapeField, dims);
        return new ProtobufWriter().Text(ValueName, name).Message(ValueType, new ProtobufWriter().Message(TensorType, type));
    }

    private static ProtobufWriter Of(string name, int type, byte[] bytes, ReadOnlySpan<int> shape) =>
        new ProtobufWriter().Integers(Dims, shape).Integer(DataType, type).Text(Name, name).Bytes(RawData, bytes);
}
