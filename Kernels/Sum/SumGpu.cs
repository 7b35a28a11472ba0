namespace StnEngine.Kernels.Gpu;

internal sealed class SumGpu(GpuDevice device) : ISum
{
    public void Forward(in SumDims dims, DeviceBuffer input, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in SumDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");
}
