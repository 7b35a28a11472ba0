using StnEngine.Kernels.Operators;

namespace StnEngine.Onnx;

/// <summary>ONNX's names for functions of one number or of two.</summary>
internal static class OnnxOperators
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(Relu)] = "Relu",
        [typeof(Negate)] = "Neg",
        [typeof(Sigmoid)] = "Sigmoid",
        [typeof(Tanh)] = "Tanh",
        [typeof(Exp)] = "Exp",
        [typeof(Log)] = "Log",
        [typeof(Add)] = "Add",
        [typeof(Subtract)] = "Sub",
        [typeof(Multiply)] = "Mul",
        [typeof(Divide)] = "Div",
    };

    /// <summary>Adds the operator that an operator's struct stands for.</summary>
    /// <exception cref="NotSupportedException">It has no entry here.</exception>
    public static string Add<TOperator>(OnnxGraph graph, params ReadOnlySpan<Tensor> operands)
    {
        string[] inputs = new string[operands.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = graph[operands[i]];
        }

        // ONNX has no square.
        return typeof(TOperator) == typeof(Square) ? graph.Add("Mul", [inputs[0], inputs[0]])
            : Names.TryGetValue(typeof(TOperator), out string? name) ? graph.Add(name, inputs)
            : throw Node.NotExported(typeof(TOperator).Name);
    }
}
