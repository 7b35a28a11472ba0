using System.Globalization;

namespace StnEngine.Onnx;

/// <summary>The operators of an ONNX file as they are added, and the names of the values between them: <c>GraphProto</c>.</summary>
internal sealed class OnnxGraph
{
    private const int Nodes = 1, GraphName = 2, Initializers = 5, Inputs = 11, Outputs = 12;
    private const int NodeInput = 1, NodeOutput = 2, NodeName = 3, NodeOperator = 4, NodeAttribute = 5;
    private readonly Dictionary<Tensor, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly List<ProtobufWriter> _nodes = [];
    private readonly List<ProtobufWriter> _initializers = [];
    private int _count;

    /// <summary>A tensor's name; empty for one that was left out. What is neither given nor computed is a constant of the file.</summary>
    /// <exception cref="NotSupportedException">It is a batch that does not come from the input.</exception>
    public string this[Tensor? tensor]
    {
        get
        {
            if (tensor is null)
            {
                return string.Empty;
            }

            if (!_names.TryGetValue(tensor, out string? name))
            {
                name = tensor.IsBatched
                    ? throw new NotSupportedException($"ONNX: a batch {tensor.Shape} is read that was not computed from the input. Leave NoGrad and Detach out of what is exported, and make no batches in it.")
                    : Real(tensor.ToArray(), tensor.Shape.Extents);
                _names.Add(tensor, name);
            }

            return name;
        }
    }

    /// <summary>Has a tensor go by a name from now on.</summary>
    public void Name(Tensor tensor, string name) => _names[tensor] = name;

    /// <summary>Adds a parameter under the name it has in its model.</summary>
    public void AddParameter(string name, Tensor parameter)
    {
        _initializers.Add(OnnxTensor.Of(name, parameter.ToArray(), parameter.Shape.Extents));
        Name(parameter, name);
    }

    /// <summary>Adds an operator.</summary>
    /// <param name="operation">Its name in ONNX.</param>
    /// <param name="inputs">Names of values; empty ones were left out.</param>
    /// <param name="attributes">See <see cref="OnnxAttribute"/>.</param>
    /// <returns>The name of its result.</returns>
    public string Add(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<ProtobufWriter> attributes)
    {
        string name = NewName(operation);
        AddNode(operation, inputs, name, attributes);
        return name;
    }

    /// <summary>The value itself, or what is left of it above zero.</summary>
    public string ReluIf(bool relu, string value) => relu ? Add("Relu", [value]) : value;

    /// <summary>Adds constant numbers.</summary>
    public string Real(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        string name = NewName("Constant");
        _initializers.Add(OnnxTensor.Of(name, values, shape));
        return name;
    }

    /// <summary>Adds a constant list of integers.</summary>
    public string Integers(params ReadOnlySpan<long> values)
    {
        string name = NewName("Constant");
        _initializers.Add(OnnxTensor.Of(name, values));
        return name;
    }

    /// <summary>The whole graph, with what comes out under a name of its own.</summary>
    public ProtobufWriter ToMessage(string name, string inputName, Shape inputShape, string outputName, Tensor output)
    {
        AddNode("Identity", [this[output]], outputName, []);
        return new ProtobufWriter()
            .Messages(Nodes, [.. _nodes])
            .Text(GraphName, name)
            .Messages(Initializers, [.. _initializers])
            .Message(Inputs, OnnxTensor.Batch(inputName, inputShape))
            .Message(Outputs, OnnxTensor.Batch(outputName, output.Shape));
    }

    private void AddNode(string operation, ReadOnlySpan<string> inputs, string output, ReadOnlySpan<ProtobufWriter> attributes)
    {
        var node = new ProtobufWriter();
        foreach (string input in inputs.TrimEnd(string.Empty))
        {
            node.Text(NodeInput, input);
        }

        _nodes.Add(node.Text(NodeOutput, output).Text(NodeName, output).Text(NodeOperator, operation).Messages(NodeAttribute, attributes));
    }

    private string NewName(string operation) => string.Create(CultureInfo.InvariantCulture, $"{operation}_{_count++}");
}
