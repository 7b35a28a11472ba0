namespace StnEngine.Kernels.Gpu;

internal sealed class AvgPool2dGpu(GpuDevice device) : IAvgPool2d
{
    public void Forward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in Pool2dDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");
}
