namespace StnEngine.Kernels.Gpu;

internal sealed class MatMulGpu(GpuDevice device) : IMatMul
{
    public void Multiply(in MatMulDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer result, bool accumulate) =>
        throw new NotImplementedException($"{device}");
}
