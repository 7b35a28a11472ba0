using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class NegativeLogLikelihoodGpu(GpuDevice device) : INegativeLogLikelihood
{
    public void Forward(in ClassificationDims dims, DeviceBuffer logProbabilities, DeviceBuffer labels, DeviceBuffer loss) =>
        TermSum.Launch(
            device, new TermSumDims(dims.Scores, PerImage: false, Columns: 1, Terms: 1), new LossTerms(dims, logProbabilities, labels), 1f / dims.N,
            GpuBuffer.At(loss), accumulate: false);

    public void Backward(in ClassificationDims dims, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogProbabilities) =>
        device.Launch(dims.N, new BackwardKernel(dims, labels, gradLoss, gradLogProbabilities));

    // An image's loss.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct LossTerms(in ClassificationDims dims, DeviceBuffer logProbabilities, DeviceBuffer labels) : ITerms
    {
        private readonly ArrayView<float> _logProbabilities = GpuBuffer.At(logProbabilities);
        private readonly ArrayView<float> _labels = GpuBuffer.At(labels);
        private readonly ClassificationDims _dims = dims;

        public float At(int block, int lane, int column, int index)
        {
            int label = _dims.ClassOf(_labels[(block * Layout.Lanes) + lane]);
            return label < 0 ? float.NaN : -_logProbabilities[(((block * _dims.C) + label) * Layout.Lanes) + lane];
        }
    }

    // One thread per image.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardKernel(in ClassificationDims dims, DeviceBuffer labels, DeviceBuffer gradLoss, DeviceBuffer gradLogProbabilities) : IThreadKernel
    {
        private readonly ArrayView<float> _labels = GpuBuffer.At(labels);
        private readonly ArrayView<float> _gradLoss = GpuBuffer.At(gradLoss);
        private readonly ArrayView<float> _grad = GpuBuffer.At(gradLogProbabilities);
        private readonly ClassificationDims _dims = dims;

        public void Run(int image)
        {
            int label = _dims.ClassOf(_labels[image]);
            if (label >= 0)
            {
                int at = (((image / Layout.Lanes * _dims.C) + label) * Layout.Lanes) + (image % Layout.Lanes);
                _grad[at] -= _gradLoss[0] / _dims.N;
            }
        }
    }
}
