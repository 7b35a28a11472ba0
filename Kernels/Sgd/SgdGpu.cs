using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class SgdGpu(GpuDevice device) : ISgd
{
    public void Step(in SgdDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer? velocity, DeviceBuffer learningRate) =>
        device.Launch(dims.Length, new StepKernel(dims, values, grads, device.AtOrNone(velocity), learningRate));

    // One thread per parameter. Without momentum there is no velocity: its view is empty.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct StepKernel(in SgdDims dims, DeviceBuffer values, DeviceBuffer grads, ArrayView<float> velocity, DeviceBuffer learningRate) : IThreadKernel
    {
        private readonly SgdDims _dims = dims;
        private readonly ArrayView<float> _values = GpuBuffer.At(values);
        private readonly ArrayView<float> _grads = GpuBuffer.At(grads);
        private readonly ArrayView<float> _velocity = velocity;
        private readonly ArrayView<float> _learningRate = GpuBuffer.At(learningRate);
        private readonly Flag _hasVelocity = velocity.Length > 0;

        public void Run(int i)
        {
            float value = _values[i];
            float step = _grads[i] + (_dims.WeightDecay * value);
            if (_hasVelocity)
            {
                float velocity = (_dims.Momentum * _velocity[i]) + step;
                _velocity[i] = velocity;
                step = _dims.Nesterov ? step + (_dims.Momentum * velocity) : velocity;
            }

            _values[i] = value - (_learningRate[0] * step);
        }
    }
}
