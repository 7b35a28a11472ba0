namespace StnEngine.Kernels.Gpu;

internal sealed class AxisReduceGpu(GpuDevice device) : IAxisReduce
{
    public void SumForward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void SumBackward(in AxisReduceDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");

    public void MaxForward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void MaxBackward(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");
}
