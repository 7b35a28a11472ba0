namespace StnEngine.Kernels.Gpu;

internal sealed class BatchNormGpu(GpuDevice device) : IBatchNorm
{
    public void Statistics(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance) =>
        throw new NotImplementedException($"{device}");

    public void UpdateRunning(in BatchNormDims dims, float momentum, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer runningMean, DeviceBuffer runningVariance) =>
        throw new NotImplementedException($"{device}");

    public void Forward(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer bias, DeviceBuffer output) =>
        throw new NotImplementedException($"{device}");

    public void BackwardSums(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer gradOutput, DeviceBuffer gradSum, DeviceBuffer gradNormalSum) =>
        throw new NotImplementedException($"{device}");

    public void BackwardEvaluated(in BatchNormDims dims, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");

    public void BackwardTrained(
        in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput,
        DeviceBuffer gradSum, DeviceBuffer gradNormalSum, DeviceBuffer gradInput) =>
        throw new NotImplementedException($"{device}");
}
