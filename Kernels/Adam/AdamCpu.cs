using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class AdamCpu<V>(CpuDevice device) : IAdam
    where V : unmanaged, ILanes<V>
{
    public void Step(in AdamDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer mean, DeviceBuffer square, DeviceBuffer learningRate, DeviceBuffer step) =>
        device.Submit(new StepCall(dims, values, grads, mean, square, learningRate, step));

    private sealed class StepCall : RangeCall
    {
        private readonly AdamDims _dims;
        private readonly float* _values;
        private readonly float* _grads;
        private readonly float* _mean;
        private readonly float* _square;
        private readonly float* _learningRate;
        private readonly float* _step;

        public StepCall(in AdamDims dims, DeviceBuffer values, DeviceBuffer grads, DeviceBuffer mean, DeviceBuffer square, DeviceBuffer learningRate, DeviceBuffer step)
            : base(Layout.Plain(dims.Length))
        {
            _dims = dims;
            _values = At(values);
            _grads = At(grads);
            _mean = At(mean);
            _square = At(square);
            _learningRate = At(learningRate);
            _step = At(step);
            Reads = [grads, learningRate, step];
            PartWrites = [values, mean, square];
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
            double t = *_step;
            T beta1 = T.Broadcast(_dims.Beta1), rest1 = T.Broadcast(1 - _dims.Beta1);
            T beta2 = T.Broadcast(_dims.Beta2), rest2 = T.Broadcast(1 - _dims.Beta2);
            T rate = T.Broadcast((float)(*_learningRate / (1 - Math.Pow(_dims.Beta1, t))));
            T rootScale = T.Broadcast((float)(1 / Math.Sqrt(1 - Math.Pow(_dims.Beta2, t))));
            T epsilon = T.Broadcast(_dims.Epsilon);
            T gradDecay = T.Broadcast(_dims.IsDecoupled ? 0 : _dims.WeightDecay);
            T keep = T.Broadcast(_dims.IsDecoupled ? (float)(1 - ((double)*_learningRate * _dims.WeightDecay)) : 1);
            for (nint k = start; k < start + length; k += T.Width)
            {
                T value = T.Load(_values + k);
                T grad = T.MultiplyAdd(gradDecay, value, T.Load(_grads + k));
                T mean = T.MultiplyAdd(rest1, grad, beta1 * T.Load(_mean + k));
                T square = T.MultiplyAdd(rest2 * grad, grad, beta2 * T.Load(_square + k));
                T.Store(_mean + k, mean);
                T.Store(_square + k, square);
                T.Store(_values + k, (keep * value) - (rate * mean / T.MultiplyAdd(T.Sqrt(square), rootScale, epsilon)));
            }
        }
    }
}
