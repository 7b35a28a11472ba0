namespace StnEngine;

/// <summary>Tensors whose shapes do not fit the operation.</summary>
/// <param name="operation">The operation that was asked for.</param>
/// <param name="problem">What was given and what was wanted, shapes included.</param>
public sealed class ShapeException(string operation, string problem) : ArgumentException($"{operation}: {problem}.")
{
    /// <summary>The operation that was asked for.</summary>
    public string Operation { get; } = operation;
}
