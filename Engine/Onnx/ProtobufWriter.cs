using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StnEngine.Onnx;

/// <summary>Writes one message of protocol buffers, field after field: all of the wire format that an ONNX file needs.</summary>
/// <remarks>
/// By hand because it is this short. A package would write the same numbers and lengths, and leave the field numbers to us
/// unless code is generated from ONNX's schema by a compiler that the build would need too. See https://protobuf.dev, "Encoding".
/// </remarks>
internal sealed class ProtobufWriter
{
    private const int WireNumber = 0, WireLength = 2, WireFourBytes = 5;
    private readonly ArrayBufferWriter<byte> _content = new();

    /// <summary>Writes an integer, or a member of an enumeration.</summary>
    public ProtobufWriter Integer(int field, long value)
    {
        Key(field, WireNumber);
        Number((ulong)value);
        return this;
    }

    /// <summary>Writes integers, one field each.</summary>
    public ProtobufWriter Integers(int field, ReadOnlySpan<int> values)
    {
        foreach (int value in values)
        {
            Integer(field, value);
        }

        return this;
    }

    public ProtobufWriter Real(int field, float value)
    {
        Key(field, WireFourBytes);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _content.Write(bytes);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.ToArray());

    public ProtobufWriter Messages(int field, params ReadOnlySpan<ProtobufWriter> messages)
    {
        foreach (ProtobufWriter message in messages)
        {
            Message(field, message);
        }

        return this;
    }

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Key(field, WireLength);
        Number((ulong)bytes.Length);
        _content.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _content.WrittenSpan.ToArray();

    private void Key(int field, int wire) => Number(((ulong)field << 3) | (uint)wire);

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private void Number(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            _content.Write([(byte)(value | 0x80)]);
        }

        _content.Write([(byte)value]);
    }
}
