namespace StnEngine.Kernels.Gpu;

internal sealed class CopyBoxGpu(GpuDevice device) : ICopyBox
{
    public void Forward(in CopyBoxDims dims, DeviceBuffer input, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in CopyBoxDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");
}
