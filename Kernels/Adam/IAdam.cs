namespace StnEngine.Kernels;

/// <summary>
/// Adam over all parameters of a group in one pass (Kingma and Ba, arXiv 1412.6980), or AdamW (Loshchilov and Hutter,
/// arXiv 1711.05101), as PyTorch defines them.
/// </summary>
public interface IAdam
{
    /// <summary>
    /// <c>value -= learningRate / (1 - beta1^t) * mean / (sqrt(square / (1 - beta2^t)) + epsilon)</c>
    /// after the two running means have taken in the gradient. Weight decay comes first: on the gradient, or on the value where it is decoupled.
    /// </summary>
    /// <param name="dims">Length and constants.</param>
    /// <param name="values">Parameters, updated.</param>
    /// <param name="grads">Gradients.</param>
    /// <param name="mean">Running mean of gradients, starts at zero, updated.</param>
    /// <param name="square">Running mean of squared gradients, starts at zero, updated.</param>
    /// <param name="learningRate">One float on the device.</param>
    /// <param name="step">One float on the device: t, which is 1 in the first step.</param>
    void Step(in AdamDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer mean, DeviceBuffer square, DeviceBuffer learningRate, DeviceBuffer step);
}
