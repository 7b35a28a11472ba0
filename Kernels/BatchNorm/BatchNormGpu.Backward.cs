using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed partial class BatchNormGpu
{
    // Column: a channel. Index: a position.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct GradTerms(in BatchNormDims dims, DeviceBuffer gradOutput) : ITerms
    {
        private readonly BatchNormDims _dims = dims;
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);

        public float At(int block, int lane, int column, int index) => _gradOutput[Place(_dims, block, lane, column, index)];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct GradNormalTerms(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer gradOutput) : ITerms
    {
        private readonly BatchNormDims _dims = dims;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _mean = GpuBuffer.At(mean);
        private readonly ArrayView<float> _variance = GpuBuffer.At(variance);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);

        public float At(int block, int lane, int column, int index)
        {
            int at = Place(_dims, block, lane, column, index);
            return _gradOutput[at] * (_input[at] - _mean[column]) * InverseDeviation(_variance[column], _dims.Epsilon);
        }
    }

    // One thread per float, idle lanes included.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardEvaluatedKernel(in BatchNormDims dims, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput, DeviceBuffer gradInput) : IThreadKernel
    {
        private readonly BatchNormDims _dims = dims;
        private readonly ArrayView<float> _variance = GpuBuffer.At(variance);
        private readonly ArrayView<float> _weight = GpuBuffer.At(weight);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);

        public void Run(int i)
        {
            int c = ChannelOf(i, _dims);
            _gradInput[i] += _gradOutput[i] * (_weight[c] * InverseDeviation(_variance[c], _dims.Epsilon));
        }
    }

    // One thread per float, idle lanes included. Moving one number moves the mean and the variance of its channel: what the gradient
    // has in common with 1 and with the normalised input is taken out of it.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardTrainedKernel(
        in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput,
        DeviceBuffer gradSum, DeviceBuffer gradNormalSum, DeviceBuffer gradInput) : IThreadKernel
    {
        private readonly BatchNormDims _dims = dims;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _mean = GpuBuffer.At(mean);
        private readonly ArrayView<float> _variance = GpuBuffer.At(variance);
        private readonly ArrayView<float> _weight = GpuBuffer.At(weight);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradSum = GpuBuffer.At(gradSum);
        private readonly ArrayView<float> _gradNormalSum = GpuBuffer.At(gradNormalSum);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);

        public void Run(int i)
        {
            int c = ChannelOf(i, _dims);
            float inverse = InverseDeviation(_variance[c], _dims.Epsilon);
            float gradMean = _gradSum[c] / _dims.Count;
            float gradSlope = _gradNormalSum[c] / _dims.Count * inverse;
            float left = _gradOutput[i] - gradMean - ((_input[i] - _mean[c]) * gradSlope);
            _gradInput[i] += left * (_weight[c] * inverse);
        }
    }
}
