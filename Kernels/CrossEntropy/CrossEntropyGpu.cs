namespace StnEngine.Kernels.Gpu;

internal sealed class CrossEntropyGpu(GpuDevice device) : ICrossEntropy
{
    public void Forward(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer loss) =>
        throw new NotImplementedException($"{device}");

    public void Backward(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogits) =>
        throw new NotImplementedException($"{device}");
}
