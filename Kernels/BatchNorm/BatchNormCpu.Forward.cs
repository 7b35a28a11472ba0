namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class BatchNormCpu<V>
{
    private sealed class ForwardCall : ChannelCall
    {
        private readonly float* _input;
        private readonly float* _mean;
        private readonly float* _variance;
        private readonly float* _weight;
        private readonly float* _bias;
        private readonly float* _output;

        public ForwardCall(in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer bias, DeviceBuffer output)
            : base(dims)
        {
            _input = At(input);
            _mean = At(mean);
            _variance = At(variance);
            _weight = At(weight);
            _bias = At(bias);
            _output = At(output);
            Reads = [input, mean, variance, weight, bias];
            BlockWrites = [output];
        }

        protected override void RunChannel(int block, int c, nint start, nint end)
        {
            V mean = V.Broadcast(_mean[c]), bias = V.Broadcast(_bias[c]);
            V scale = V.Broadcast(_weight[c] * InverseDeviation(_variance[c], Dims.Epsilon));
            for (nint k = start; k < end; k += V.Width)
            {
                V.Store(_output + k, V.MultiplyAdd(V.Load(_input + k) - mean, scale, bias));
            }
        }
    }
}
