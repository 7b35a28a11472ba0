using System.Runtime.InteropServices;
using StnEngine.Tests.Reference;

namespace StnEngine.Tests.Onnx;

// What an ONNX file says, by the field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
internal sealed class OnnxModel
{
    public OnnxModel(string path)
    {
        var model = new ProtobufReader(File.ReadAllBytes(path));
        ProtobufReader graph = model.Message(7);
        FormatVersion = model.Integer(1);
        Description = model.Text(6);
        OperatorSet = model.Message(8).Integer(2);
        Metadata = model.Messages(14).ToDictionary(e => e.Text(1), e => e.Text(2));
        Nodes = [.. graph.Messages(1).Select(n => new OnnxNode(n))];
        Constants = graph.Messages(5).ToDictionary(t => t.Text(8), Constant);
        (Input, Output) = (Value(graph.Message(11)), Value(graph.Message(12)));
    }

    public long FormatVersion { get; }

    public string Description { get; }

    public long OperatorSet { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IReadOnlyList<OnnxNode> Nodes { get; }

    public IReadOnlyDictionary<string, Array64> Constants { get; }

    // Name, element type and shape, as "input: 1 [N, 1, 28, 28]".
    public string Input { get; }

    public string Output { get; }

    private static Array64 Constant(ProtobufReader tensor)
    {
        int[] shape = [.. tensor.Integers(1).Select(e => (int)e)];
        byte[] raw = tensor.Bytes(9);
        return tensor.Integer(2) switch
        {
            1 => Array64.Of(MemoryMarshal.Cast<byte, float>(raw), shape),
            7 => new Array64([.. MemoryMarshal.Cast<byte, long>(raw).ToArray().Select(v => (double)v)], shape),
            long type => throw new FormatException($"Element type {type}."),
        };
    }

    private static string Value(ProtobufReader value)
    {
        ProtobufReader type = value.Message(2).Message(1);
        IEnumerable<string> extents = type.Message(2).Messages(1).Select(d => d.Text(2) is { Length: > 0 } free ? free : $"{d.Integer(1)}");
        return $"{value.Text(1)}: {type.Integer(1)} [{string.Join(", ", extents)}]";
    }
}
