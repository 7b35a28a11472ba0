namespace StnEngine.Kernels.Gpu;

internal sealed class MaxPool2dGpu(GpuDevice device) : IMaxPool2d
{
    public void Forward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");
}
