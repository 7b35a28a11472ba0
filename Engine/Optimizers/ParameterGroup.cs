namespace StnEngine.Optimizers;

/// <summary>Parameters that are updated alike.</summary>
/// <param name="Parameters">Names and plain leaves.</param>
/// <param name="LearningRateMultiplier">Factor on the optimiser's learning rate.</param>
public sealed record ParameterGroup(IReadOnlyList<(string Name, Tensor Tensor)> Parameters, float LearningRateMultiplier = 1);
