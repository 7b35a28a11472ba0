namespace StnEngine.Kernels.Gpu;

internal sealed class Conv2dGpu(GpuDevice device) : IConv2d
{
    public void Forward(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void BackwardInput(in Conv2dDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");

    public void BackwardWeight(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias) =>
        throw new NotImplementedException($"{device}");
}
