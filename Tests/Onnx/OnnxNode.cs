namespace StnEngine.Tests.Onnx;

// One operator. What an attribute is when it is left out is for who asks to say: the defaults of ONNX's specification.
internal sealed class OnnxNode(ProtobufReader node)
{
    private readonly Dictionary<string, ProtobufReader> _attributes = node.Messages(5).ToDictionary(a => a.Text(1));

    public string Operation { get; } = node.Text(4);

    public IReadOnlyList<string> Inputs { get; } = node.Texts(1);

    public string Output { get; } = node.Text(2);

    public int Whole(string name, int otherwise = 0) => Attribute(name, 2) is { } a ? (int)a.Integer(3) : otherwise;

    public float Real(string name, float otherwise) => Attribute(name, 1) is { } a ? a.Real(2) : otherwise;

    public string Text(string name, string otherwise) => Attribute(name, 3) is { } a ? a.Text(4) : otherwise;

    public int[] Wholes(string name, params int[] otherwise) => Attribute(name, 7) is { } a ? [.. a.Integers(8).Select(v => (int)v)] : otherwise;

    private ProtobufReader? Attribute(string name, int type) =>
        !_attributes.TryGetValue(name, out ProtobufReader? attribute) ? null
        : attribute.Integer(20) == type ? attribute
        : throw new FormatException($"{Operation}: attribute '{name}' has type {attribute.Integer(20)}, not {type}.");
}
