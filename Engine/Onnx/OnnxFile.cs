using StnEngine.Layers;

namespace StnEngine.Onnx;

/// <summary>Writes models as ONNX files, which other programs run.</summary>
/// <remarks>
/// The model is run once and the operations that it ran are written down, each by its <see cref="Node"/>: whatever a module computes
/// in tensor operations is exported as it is, with nothing else to describe it. Operator set 20, float32. See https://onnx.ai.
/// </remarks>
public static class OnnxFile
{
    /// <summary>The file's name for what goes in.</summary>
    public const string InputName = "input";

    /// <summary>The file's name for what comes out.</summary>
    public const string OutputName = "output";

    private const int IrVersion = 1, ProducerName = 2, DocString = 6, Graph = 7, OpsetImport = 8, MetadataProps = 14;
    private const int OpsetVersion = 2, EntryKey = 1, EntryValue = 2;

    // The first operator set with AffineGrid, and the version of the format that came with it.
    private const int OperatorSet = 20, FormatVersion = 9;

    /// <summary>Writes a model as it evaluates, without dropout, whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="model">Switched to evaluation if it is not, and back.</param>
    /// <param name="example">A batch that the model takes. The file takes any number of images of that shape.</param>
    /// <param name="description">What a reader must know, such as how images are normalised.</param>
    /// <param name="metadata">The same for programs.</param>
    /// <exception cref="NotSupportedException">The model does what cannot be said in ONNX, or not yet.</exception>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public static void Write(string path, Module model, Tensor example, string description = "", IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(example);
        bool isTraining = model.IsTraining;
        model.Evaluate();
        try
        {
            byte[] bytes = ToMessage(GraphOf(model, example), description, metadata ?? new Dictionary<string, string>()).ToArray();
            CheckpointFile.Write(path, stream => stream.Write(bytes));
        }
        finally
        {
            if (isTraining)
            {
                model.Train();
            }
        }
    }

    private static ProtobufWriter GraphOf(Module model, Tensor example)
    {
        using TensorScope scope = TensorScope.Begin();

        // Operations remember how they were made only if a gradient may be wanted.
        Tensor input = example.Detach();
        input.RequiresGrad = true;
        Tensor output = model.Forward(input);
        var graph = new OnnxGraph();
        graph.Name(input, InputName);
        foreach ((string name, Tensor tensor) in model.NamedParameters().Concat(model.NamedBuffers()))
        {
            graph.AddParameter(name, tensor);
        }

        foreach (Tensor result in output.ResultsInOrder())
        {
            graph.Name(result, result.Node!.Export(graph, result));
        }

        return graph.ToMessage(model.GetType().Name, InputName, input.Shape, OutputName, output);
    }

    private static ProtobufWriter ToMessage(ProtobufWriter graph, string description, IReadOnlyDictionary<string, string> metadata)
    {
        ProtobufWriter model = new ProtobufWriter()
            .Integer(IrVersion, FormatVersion)
            .Text(ProducerName, "StnEngine")
            .Text(DocString, description)
            .Message(Graph, graph)
            .Message(OpsetImport, new ProtobufWriter().Integer(OpsetVersion, OperatorSet));
        foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            model.Message(MetadataProps, new ProtobufWriter().Text(EntryKey, key).Text(EntryValue, value));
        }

        return model;
    }
}
