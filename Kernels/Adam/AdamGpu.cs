using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Algorithms;
using StnEngine.Kernels.Operators;

namespace StnEngine.Kernels.Gpu;

internal sealed class AdamGpu(GpuDevice device) : IAdam
{
    public void Step(in AdamDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer mean, DeviceBuffer square, DeviceBuffer learningRate, DeviceBuffer step) =>
        device.Launch(dims.Length, new StepKernel(dims, values, grads, mean, square, learningRate, step));

    // One thread per parameter. Each works out the two corrections for itself: cheaper than a launch of their own.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct StepKernel(
        in AdamDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer mean, DeviceBuffer square, DeviceBuffer learningRate, DeviceBuffer step) : IThreadKernel
    {
        private readonly AdamDims _dims = dims;
        private readonly ArrayView<float> _values = GpuBuffer.At(values);
        private readonly ArrayView<float> _grads = GpuBuffer.At(grads);
        private readonly ArrayView<float> _mean = GpuBuffer.At(mean);
        private readonly ArrayView<float> _square = GpuBuffer.At(square);
        private readonly ArrayView<float> _learningRate = GpuBuffer.At(learningRate);
        private readonly ArrayView<float> _step = GpuBuffer.At(step);
        private readonly float _halfLog1 = (float)(-0.5 * Math.Log(dims.Beta1));
        private readonly float _halfLog2 = (float)(-0.5 * Math.Log(dims.Beta2));
        private readonly float _gradDecay = dims.IsDecoupled ? 0 : dims.WeightDecay;
        private readonly float _valueDecay = dims.IsDecoupled ? dims.WeightDecay : 0;

        public void Run(int i)
        {
            float t = _step[0];
            float learningRate = _learningRate[0];
            float value = _values[i];
            float grad = _grads[i] + (_gradDecay * value);
            float mean = (_dims.Beta1 * _mean[i]) + ((1 - _dims.Beta1) * grad);
            float square = (_dims.Beta2 * _square[i]) + ((1 - _dims.Beta2) * grad * grad);
            _mean[i] = mean;
            _square[i] = square;
            float root = XMath.Sqrt(square) / XMath.Sqrt(OneMinusPower(_halfLog2 * t));
            float rate = learningRate / OneMinusPower(_halfLog1 * t);
            _values[i] = ((1 - (learningRate * _valueDecay)) * value) - (rate * mean / (root + _dims.Epsilon));
        }

        // 1 - beta^t, given x = -t * ln(beta) / 2. Of beta = 0.999 and a small t the power is so close to 1 that a float's
        // difference would keep four digits; and t changes on the device, where doubles are slow. As 2 tanh(x) / (1 + tanh(x)) it
        // cancels nothing, and our tanh is right to the last bits for every x.
        private static float OneMinusPower(float x)
        {
            float tanh = Tanh.Value(new Scalar(x)).Value;
            return 2 * tanh / (1 + tanh);
        }
    }
}
