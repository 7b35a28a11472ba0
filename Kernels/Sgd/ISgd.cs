namespace StnEngine.Kernels;

/// <summary>Stochastic gradient descent over all parameters of a group in one pass, as PyTorch defines it.</summary>
public interface ISgd
{
    /// <summary>
    /// <c>g = grad + weightDecay * value; velocity = momentum * velocity + g;
    /// value -= learningRate * (nesterov ? g + momentum * velocity : velocity)</c>.
    /// </summary>
    /// <param name="dims">Length and constants.</param>
    /// <param name="values">Parameters, updated.</param>
    /// <param name="grads">Gradients.</param>
    /// <param name="velocity">Starts at zero, updated; null without momentum.</param>
    /// <param name="learningRate">One float on the device.</param>
    void Step(in SgdDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer? velocity, DeviceBuffer learningRate);
}
