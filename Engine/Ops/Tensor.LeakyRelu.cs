namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Each number where it is above zero, and <c>slope</c> times the number elsewhere.</summary>
    /// <param name="slope">Slope below zero and, as in PyTorch, at zero.</param>
    /// <returns>The same shape: <c>slope * x + (1 - slope) * relu(x)</c>.</returns>
    public Tensor LeakyRelu(float slope = 0.01f) => Scale(slope) + Relu().Scale(1 - slope);
}
