namespace StnEngine.Kernels.Gpu;

// The sampler fed by positions that are worked out on the way.
internal sealed class SpatialTransformGpu(GpuDevice device) : ISpatialTransform
{
    public void Forward(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer output) =>
        SamplerGpu.Forward(device, dims.Sampling, new AffineField(dims, theta), image, output);

    public void Backward(in SpatialTransformDims dims, DeviceBuffer image, DeviceBuffer theta, DeviceBuffer gradOutput, DeviceBuffer? gradImage, DeviceBuffer? gradTheta)
    {
        GridSampleDims sampling = dims.Sampling;
        var positions = new AffineField(dims, theta);
        if (gradTheta is not null && sampling.HasLinearTaps)
        {
            ThetaGradient.Add(device, dims, new PositionGradient<AffineField, BilinearFootprint>(sampling, positions, image, gradOutput), gradTheta);
        }
        else if (gradTheta is not null)
        {
            ThetaGradient.Add(device, dims, new PositionGradient<AffineField, TapFootprint>(sampling, positions, image, gradOutput), gradTheta);
        }

        if (gradImage is not null)
        {
            ImageGradient.Add(device, sampling, positions, gradOutput, gradImage);
        }
    }
}
