using System.Buffers.Binary;
using System.Text;

namespace StnEngine.Tests.Onnx;

// Reads one message of protocol buffers into its fields: enough to look into an ONNX file without the code that wrote it.
internal sealed class ProtobufReader
{
    private readonly List<(int Field, object Value)> _fields = [];

    public ProtobufReader(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            ulong key = Number(ref message);
            _fields.Add(((int)(key >> 3), (key & 7) switch
            {
                0 => (object)(long)Number(ref message),
                2 => Take(ref message, (int)Number(ref message)).ToArray(),
                5 => BinaryPrimitives.ReadSingleLittleEndian(Take(ref message, 4)),
                ulong wire => throw new FormatException($"Wire type {wire}."),
            }));
        }
    }

    public IReadOnlyList<long> Integers(int field) => [.. Of(field).Cast<long>()];

    public long Integer(int field) => Integers(field).SingleOrDefault();

    public float Real(int field) => Of(field).Cast<float>().SingleOrDefault();

    public byte[] Bytes(int field) => Of(field).Cast<byte[]>().SingleOrDefault() ?? [];

    public IReadOnlyList<string> Texts(int field) => [.. Of(field).Cast<byte[]>().Select(Encoding.UTF8.GetString)];

    public string Text(int field) => Texts(field).SingleOrDefault() ?? string.Empty;

    public IReadOnlyList<ProtobufReader> Messages(int field) => [.. Of(field).Cast<byte[]>().Select(b => new ProtobufReader(b))];

    public ProtobufReader Message(int field) => Messages(field).Single();

    private IEnumerable<object> Of(int field) => _fields.Where(f => f.Field == field).Select(f => f.Value);

    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Take(ref bytes, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        ReadOnlySpan<byte> taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
