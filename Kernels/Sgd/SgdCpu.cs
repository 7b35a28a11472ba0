using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class SgdCpu<V>(CpuDevice device) : ISgd
    where V : unmanaged, ILanes<V>
{
    public void Step(in SgdDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer? velocity, DeviceBuffer learningRate) =>
        device.Submit(new StepCall(dims, values, grads, velocity, learningRate));

    private sealed class StepCall : RangeCall
    {
        private readonly SgdDims _dims;
        private readonly float* _values;
        private readonly float* _grads;
        private readonly float* _velocity;
        private readonly float* _learningRate;

        public StepCall(in SgdDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer? velocity, DeviceBuffer learningRate)
            : base(Layout.Plain(dims.Length))
        {
            _dims = dims;
            _values = At(values);
            _grads = At(grads);
            _velocity = AtOrNull(velocity);
            _learningRate = At(learningRate);
            Reads = [grads, learningRate];
            PartWrites = [values, velocity];
        }

        protected override void Run(nint start, int length)
        {
            int vectors = length / V.Width * V.Width;
            Update<V>(start, vectors);
            Update<Lanes1>(start + vectors, length - vectors);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Update<T>(nint start, int length)
            where T : unmanaged, ILanes<T>
        {
            T learningRate = T.Broadcast(*_learningRate);
            T momentum = T.Broadcast(_dims.Momentum);
            T weightDecay = T.Broadcast(_dims.WeightDecay);
            for (nint k = start; k < start + length; k += T.Width)
            {
                T value = T.Load(_values + k);
                T step = T.MultiplyAdd(weightDecay, value, T.Load(_grads + k));
                if (_velocity != null)
                {
                    T velocity = T.MultiplyAdd(momentum, T.Load(_velocity + k), step);
                    T.Store(_velocity + k, velocity);
                    step = _dims.Nesterov ? T.MultiplyAdd(momentum, velocity, step) : velocity;
                }

                T.Store(_values + k, value - (learningRate * step));
            }
        }
    }
}
