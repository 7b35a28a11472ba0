namespace StnEngine.Kernels.Gpu;

internal sealed class DropoutGpu(GpuDevice device) : IDropout
{
    public void Mask(in DropoutDims dims, DeviceBuffer counter, DeviceBuffer mask) =>
        throw new NotImplementedException($"{device}");
}
