namespace StnEngine.Kernels.Gpu;

internal sealed class SpatialTransformGpu(GpuDevice device) : ISpatialTransform
{
    public void Forward(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradTheta) =>
        throw new NotImplementedException($"{device}");
}
