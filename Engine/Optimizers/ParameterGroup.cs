using StnEngine.Layers;

namespace StnEngine.Optimizers;

/// <summary>Parameters that are updated alike.</summary>
/// <param name="Parameters">Names and plain leaves.</param>
/// <param name="LearningRateMultiplier">Factor on the optimiser's learning rate.</param>
public sealed record ParameterGroup(IReadOnlyList<(string Name, Tensor Tensor)> Parameters, float LearningRateMultiplier = 1)
{
    /// <summary>All parameters of a model, or of a part of one.</summary>
    /// <param name="model">Whose.</param>
    /// <param name="learningRateMultiplier">Factor on the optimiser's learning rate.</param>
    /// <returns>The group.</returns>
    public static ParameterGroup Of(Module model, float learningRateMultiplier = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ParameterGroup([.. model.NamedParameters()], learningRateMultiplier);
    }
}
