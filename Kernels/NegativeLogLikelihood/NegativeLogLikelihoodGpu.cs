namespace StnEngine.Kernels.Gpu;

internal sealed class NegativeLogLikelihoodGpu(GpuDevice device) : INegativeLogLikelihood
{
    public void Forward(in ClassificationDims dims, DeviceBuffer logProbabilities, DeviceBuffer labels, DeviceBuffer loss) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in ClassificationDims dims, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogProbabilities) =>
        throw new NotImplementedException($"{device}");
}
