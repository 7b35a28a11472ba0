using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Algorithms;

namespace StnEngine.Kernels.Gpu;

// One thread per position and image, idle lanes included; it walks the channels.
internal sealed class LogSoftmaxGpu(GpuDevice device) : ILogSoftmax
{
    public void Forward(in LogSoftmaxDims dims, DeviceBuffer input, DeviceBuffer output) =>
        device.Launch((long)dims.Layout.Blocks * dims.Inner * Layout.Lanes, new ForwardKernel(dims, input, output));

    public void Backward(in LogSoftmaxDims dims, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Launch((long)dims.Layout.Blocks * dims.Inner * Layout.Lanes, new BackwardKernel(dims, output, gradOutput, gradInput));

    // log(sum(exp(x))) over `count` floats that lie `step` apart, shifted by the maximum so that nothing overflows.
    public static float LogSumExp(ArrayView<float> x, int first, int count, int step)
    {
        float max = x[first];
        for (int c = 1; c < count; c++)
        {
            max = GpuMath.Max(max, x[first + (c * step)]);
        }

        float sum = 0;
        for (int c = 0; c < count; c++)
        {
            sum += XMath.Exp(x[first + (c * step)] - max);
        }

        return max + GpuMath.Log(sum);
    }

    // Where a thread's first channel lies.
    private static int First(in LogSoftmaxDims dims, int thread)
    {
        int step = dims.Inner * Layout.Lanes;
        int block = thread / step;
        return (block * dims.C * step) + thread - (block * step);
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ForwardKernel(in LogSoftmaxDims dims, DeviceBuffer input, DeviceBuffer output) : IThreadKernel
    {
        private readonly LogSoftmaxDims _dims = dims;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);

        public void Run(int thread)
        {
            int first = First(_dims, thread);
            int step = _dims.Inner * Layout.Lanes;
            float shift = LogSumExp(_input, first, _dims.C, step);
            for (int c = 0; c < _dims.C; c++)
            {
                _output[first + (c * step)] = _input[first + (c * step)] - shift;
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BackwardKernel(in LogSoftmaxDims dims, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) : IThreadKernel
    {
        private readonly LogSoftmaxDims _dims = dims;
        private readonly ArrayView<float> _output = GpuBuffer.At(output);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _gradInput = GpuBuffer.At(gradInput);

        public void Run(int thread)
        {
            int first = First(_dims, thread);
            int step = _dims.Inner * Layout.Lanes;
            float sum = 0;
            for (int c = 0; c < _dims.C; c++)
            {
                sum += _gradOutput[first + (c * step)];
            }

            for (int c = 0; c < _dims.C; c++)
            {
                int at = first + (c * step);
                _gradInput[at] += _gradOutput[at] - (XMath.Exp(_output[at]) * sum);
            }
        }
    }
}
