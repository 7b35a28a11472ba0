using StnEngine.Layers;

namespace StnEngine.Optimizers;

/// <summary>Adam with decoupled weight decay, as PyTorch defines it: each step first multiplies a parameter by <c>1 - learningRate * weightDecay</c>.</summary>
/// <remarks>The learning rate is that of the parameter's group. What it saves is what Adam saves.</remarks>
public sealed class AdamW : Adam
{
    /// <summary>Takes over the parameters.</summary>
    /// <param name="groups">What to update.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="beta1">Decay of the mean of gradients.</param>
    /// <param name="beta2">Decay of the mean of squared gradients.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <param name="weightDecay">Share of a parameter that a step of rate 1 would take away.</param>
    public AdamW(IReadOnlyList<ParameterGroup> groups, float learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f)
        : base(groups, learningRate, beta1, beta2, epsilon, weightDecay, true)
    {
    }

    /// <summary>Takes over all parameters of a model.</summary>
    /// <param name="model">What to update.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="beta1">Decay of the mean of gradients.</param>
    /// <param name="beta2">Decay of the mean of squared gradients.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <param name="weightDecay">Share of a parameter that a step of rate 1 would take away.</param>
    public AdamW(Module model, float learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f)
        : this([ParameterGroup.Of(model)], learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }
}
