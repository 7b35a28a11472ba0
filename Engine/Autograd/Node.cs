using StnEngine.Onnx;

namespace StnEngine;

/// <summary>One operation that was run: what its way back needs, and how to go it.</summary>
/// <remarks>The fields of a node are exactly what stays alive for the way back.</remarks>
/// <param name="inputs">The tensors the operation read; null for one that was left out.</param>
internal abstract class Node(params Tensor?[] inputs)
{
    /// <summary>The tensors the operation read.</summary>
    public ReadOnlySpan<Tensor?> Inputs => inputs;

    /// <summary>What the operation is called.</summary>
    public virtual string Operation => GetType().Name.Replace("Node", string.Empty, StringComparison.Ordinal);

    /// <summary>Where it stands in a model, if a <see cref="DetectAnomaly"/> was open when it was run.</summary>
    public ModulePlace? Place { get; set; }

    /// <summary>Adds to the gradient of each input that requires one; asks each before it runs that kernel.</summary>
    /// <param name="output">The result, whose gradient is complete.</param>
    public abstract void Backward(Tensor output);

    /// <summary>Adds the operation to an ONNX file; one that can be exported says here how.</summary>
    /// <param name="graph">Knows the inputs.</param>
    /// <param name="output">The result.</param>
    /// <returns>The result's name.</returns>
    /// <exception cref="NotSupportedException">The operation cannot be exported.</exception>
    public virtual string Export(OnnxGraph graph, Tensor output) => throw NotExported(Operation);

    /// <summary>What an operation that cannot be exported says.</summary>
    internal static NotSupportedException NotExported(string operation) => new(
        $"ONNX: {operation} cannot be exported. What can: convolution, pooling, fully connected layers, batch normalisation in evaluation, transformers of every family, " +
        "log-softmax, functions of one number, arithmetic, Reshape, Slice, Concatenate, Pad and MatMul.");
}
