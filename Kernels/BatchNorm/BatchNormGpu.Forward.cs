using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed partial class BatchNormGpu
{
    // One thread per float, idle lanes included.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ForwardKernel(
        in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer bias, DeviceBuffer output) : IThreadKernel
    {
        private readonly BatchNormDims _dims = dims;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _mean = GpuBuffer.At(mean);
        private readonly ArrayView<float> _variance = GpuBuffer.At(variance);
        private readonly ArrayView<float> _weight = GpuBuffer.At(weight);
        private readonly ArrayView<float> _bias = GpuBuffer.At(bias);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);

        public void Run(int i)
        {
            int c = ChannelOf(i, _dims);
            float scale = _weight[c] * InverseDeviation(_variance[c], _dims.Epsilon);
            _output[i] = ((_input[i] - _mean[c]) * scale) + _bias[c];
        }
    }
}
