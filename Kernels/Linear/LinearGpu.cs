namespace StnEngine.Kernels.Gpu;

internal sealed class LinearGpu(GpuDevice device) : ILinear
{
    public void Forward(in LinearDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void BackwardInput(in LinearDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");

    public void BackwardWeight(in LinearDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias) =>
        throw new NotImplementedException($"{device}");
}
