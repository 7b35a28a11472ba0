namespace StnEngine.Kernels.Gpu;

internal sealed class ClipNormGpu(GpuDevice device) : IClipNorm
{
    public void Norm(IReadOnlyList<DeviceBuffer> grads, DeviceBuffer norm) =>
        throw new NotImplementedException($"{device}");

    public void Clip(in ClipNormDims dims, DeviceBuffer norm, DeviceBuffer grads) =>
        throw new NotImplementedException($"{device}");
}
