namespace StnEngine.Kernels.Gpu;

internal sealed class AdamGpu(GpuDevice device) : IAdam
{
    public void Step(in AdamDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer mean, DeviceBuffer square, DeviceBuffer learningRate, DeviceBuffer step) =>
        throw new NotImplementedException($"{device}");
}
