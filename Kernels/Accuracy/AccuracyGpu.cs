namespace StnEngine.Kernels.Gpu;

internal sealed class AccuracyGpu(GpuDevice device) : IAccuracy
{
    public void CountCorrect(in ClassificationDims dims, DeviceBuffer scores, DeviceBuffer labels, DeviceBuffer count) =>
        throw new NotImplementedException($"{device}");
}
