namespace StnEngine;

/// <summary>One operation that was run: what its way back needs, and how to go it.</summary>
/// <remarks>The fields of a node are exactly what stays alive for the way back.</remarks>
/// <param name="inputs">The tensors the operation read; null for one that was left out.</param>
internal abstract class Node(params Tensor?[] inputs)
{
    /// <summary>The tensors the operation read.</summary>
    public ReadOnlySpan<Tensor?> Inputs => inputs;

    /// <summary>Adds to the gradient of each input that requires one; asks each before it runs that kernel.</summary>
    /// <param name="output">The result, whose gradient is complete.</param>
    public abstract void Backward(Tensor output);
}
