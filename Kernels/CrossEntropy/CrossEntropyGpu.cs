using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Algorithms;

namespace StnEngine.Kernels.Gpu;

internal sealed class CrossEntropyGpu(GpuDevice device) : ICrossEntropy
{
    public void Forward(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer loss) =>
        TermSum.Launch(
            device, new TermSumDims(dims.Scores, PerImage: false, Columns: 1, Terms: 1), new LossTerms(dims, logits, labels), 1f / dims.N,
            GpuBuffer.At(loss), accumulate: false);

    public void Backward(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogits) =>
        device.Launch(dims.N, new BackwardKernel(dims, logits, labels, gradLoss, gradLogits));

    // An image's loss.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct LossTerms(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels) : ITerms
    {
        private readonly ArrayView<float> _logits = GpuBuffer.At(logits);
        private readonly ArrayView<float> _labels = GpuBuffer.At(labels);
        private readonly ClassificationDims _dims = dims;

        public float At(int block, int lane, int column, int index)
        {
            int first = (block * _dims.C * Layout.Lanes) + lane;
            int label = _dims.ClassOf(_labels[(block * Layout.Lanes) + lane]);
            return label < 0
                ? float.NaN
                : LogSoftmaxGpu.LogSumExp(_logits, first, _dims.C, Layout.Lanes) - _logits[first + (label * Layout.Lanes)];
        }
    }

    // One thread per image: classes are few, and what they share is computed once.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardKernel(in ClassificationDims dims, DeviceBuffer logits, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogits) : IThreadKernel
    {
        private readonly ArrayView<float> _logits = GpuBuffer.At(logits);
        private readonly ArrayView<float> _labels = GpuBuffer.At(labels);
        private readonly ArrayView<float> _gradLoss = GpuBuffer.At(gradLoss);
        private readonly ArrayView<float> _gradLogits = GpuBuffer.At(gradLogits);
        private readonly ClassificationDims _dims = dims;

        public void Run(int image)
        {
            int first = (image / Layout.Lanes * _dims.C * Layout.Lanes) + (image % Layout.Lanes);
            float slope = _gradLoss[0] / _dims.N;
            int label = _dims.ClassOf(_labels[image]);
            float logSum = LogSoftmaxGpu.LogSumExp(_logits, first, _dims.C, Layout.Lanes);
            for (int c = 0; c < _dims.C; c++)
            {
                int at = first + (c * Layout.Lanes);
                float probability = XMath.Exp(_logits[at] - logSum);
                _gradLogits[at] += (probability - (c == label ? 1f : 0f)) * slope;
            }
        }
    }
}
