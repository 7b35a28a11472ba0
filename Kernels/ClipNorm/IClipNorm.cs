namespace StnEngine.Kernels;

/// <summary>Shortens gradients that are too long, all of them by the same factor.</summary>
public interface IClipNorm
{
    /// <summary>The length of all gradients together: the root of the sum of their squares.</summary>
    /// <param name="grads">Plain buffers, taken whole.</param>
    /// <param name="norm">One float, overwritten. NaN if any gradient is.</param>
    void Norm(IReadOnlyList<DeviceBuffer> grads, DeviceBuffer norm);

    /// <summary><c>grads *= min(1, maxNorm / (norm + 1e-6))</c>; NaN if the norm is.</summary>
    /// <param name="dims">Length and limit.</param>
    /// <param name="norm">Of <see cref="Norm"/>.</param>
    /// <param name="grads">Scaled in place.</param>
    void Clip(in ClipNormDims dims, DeviceBuffer norm, DeviceBuffer grads);
}
