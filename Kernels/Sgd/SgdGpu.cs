namespace StnEngine.Kernels.Gpu;

internal sealed class SgdGpu(GpuDevice device) : ISgd
{
    public void Step(in SgdDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer? velocity, DeviceBuffer learningRate) =>
        throw new NotImplementedException($"{device}");
}
