namespace StnEngine.Kernels.Gpu;

internal sealed class AffineGridGpu(GpuDevice device) : IAffineGrid
{
    public void Forward(in AffineGridDims dims, DeviceBuffer theta, DeviceBuffer grid) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in AffineGridDims dims, DeviceBuffer gradGrid, DeviceBuffer gradTheta) =>
        throw new NotImplementedException($"{device}");
}
