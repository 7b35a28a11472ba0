namespace StnEngine.Kernels.Gpu;

internal sealed class GridSampleGpu(GpuDevice device) : IGridSample
{
    public void Forward(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in GridSampleDims dims, DeviceBuffer image, DeviceBuffer grid, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradGrid) =>
        throw new NotImplementedException($"{device}");
}
