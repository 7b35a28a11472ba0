namespace StnEngine.Kernels.Gpu;

internal sealed class LogSoftmaxGpu(GpuDevice device) : ILogSoftmax
{
    public void Forward(in LogSoftmaxDims dims, DeviceBuffer input, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in LogSoftmaxDims dims, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");
}
