namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class BatchNormCpu<V>
{
    // Per block: sums over positions and live images. Then over blocks, in a tree. A block's partial result is [C] of each sum.
    private sealed class BackwardSumsCall : ChannelCall
    {
        private readonly float* _input;
        private readonly float* _mean;
        private readonly float* _variance;
        private readonly float* _gradOutput;
        private readonly float* _gradSum;
        private readonly float* _gradNormalSum;

        public BackwardSumsCall(CpuDevice device, in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer gradOutput, DeviceBuffer gradSum, DeviceBuffer gradNormalSum)
            : base(dims)
        {
            _input = At(input);
            _mean = At(mean);
            _variance = At(variance);
            _gradOutput = At(gradOutput);
            _gradSum = At(gradSum);
            _gradNormalSum = At(gradNormalSum);
            Parts = BatchSum.Parts(dims.C);
            Partials = (CpuBuffer)device.Allocate(2L * Blocks * dims.C);
            Reads = [input, mean, variance, gradOutput];
            PartWrites = [gradSum, gradNormalSum];
        }

        protected override void RunChannel(int block, int c, nint start, nint end)
        {
            float* partial = Partials!.Pointer + (2L * block * Dims.C) + c;
            int live = Dims.Input.LiveLanes(block);
            V mean = V.Broadcast(_mean[c]), zero = V.Broadcast(0);
            float total = 0, totalProducts = 0;
            for (int lane = 0; lane < Layout.Lanes; lane += V.Width)
            {
                V sum = zero, products = zero;
                for (nint k = start + lane; k < end; k += Layout.Lanes)
                {
                    V grad = V.Load(_gradOutput + k);
                    sum += grad;
                    products = V.MultiplyAdd(grad, V.Load(_input + k) - mean, products);
                }

                V mask = V.FirstLanes(live - lane);
                total += V.Sum(V.Select(mask, sum, zero));
                totalProducts += V.Sum(V.Select(mask, products, zero));
            }

            partial[0] = total;
            partial[Dims.C] = totalProducts * InverseDeviation(_variance[c], Dims.Epsilon);
        }

        public override void RunPart(int part, Scratch scratch)
        {
            float* partials = Partials!.Pointer;
            SumBlocks(partials, part, _gradSum);
            SumBlocks(partials + Dims.C, part, _gradNormalSum);
        }

        private void SumBlocks(float* partials, int part, float* total)
        {
            int first = part * BatchSum.PartLength;
            new Span<float>(total + first, Math.Min(BatchSum.PartLength, Dims.C - first)).Clear();
            BatchSum.AddPart<V>(partials, Blocks, 2 * Dims.C, part, Dims.C, 1, total);
        }
    }

    private sealed class BackwardEvaluatedCall : ChannelCall
    {
        private readonly float* _variance;
        private readonly float* _weight;
        private readonly float* _gradOutput;
        private readonly float* _gradInput;

        public BackwardEvaluatedCall(in BatchNormDims dims, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput, DeviceBuffer gradInput)
            : base(dims)
        {
            _variance = At(variance);
            _weight = At(weight);
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
            Reads = [variance, weight, gradOutput];
            BlockWrites = [gradInput];
        }

        protected override void RunChannel(int block, int c, nint start, nint end) =>
            BatchSum.AddScaled<V>(_gradInput + start, _gradOutput + start, (int)(end - start), _weight[c] * InverseDeviation(_variance[c], Dims.Epsilon));
    }

    // Moving one number moves the mean and the variance of its channel: what the gradient has in common with 1 and with the
    // normalised input is taken out of it.
    private sealed class BackwardTrainedCall : ChannelCall
    {
        private readonly float* _input;
        private readonly float* _mean;
        private readonly float* _variance;
        private readonly float* _weight;
        private readonly float* _gradOutput;
        private readonly float* _gradSum;
        private readonly float* _gradNormalSum;
        private readonly float* _gradInput;

        public BackwardTrainedCall(
            in BatchNormDims dims, DeviceBuffer input, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer weight, DeviceBuffer gradOutput,
            DeviceBuffer gradSum, DeviceBuffer gradNormalSum, DeviceBuffer gradInput)
            : base(dims)
        {
            _input = At(input);
            _mean = At(mean);
            _variance = At(variance);
            _weight = At(weight);
            _gradOutput = At(gradOutput);
            _gradSum = At(gradSum);
            _gradNormalSum = At(gradNormalSum);
            _gradInput = At(gradInput);
            Reads = [input, mean, variance, weight, gradOutput, gradSum, gradNormalSum];
            BlockWrites = [gradInput];
        }

        protected override void RunChannel(int block, int c, nint start, nint end)
        {
            float inverse = InverseDeviation(_variance[c], Dims.Epsilon);
            V mean = V.Broadcast(_mean[c]);
            V scale = V.Broadcast(_weight[c] * inverse);
            V gradMean = V.Broadcast(_gradSum[c] / Dims.Count);
            V gradSlope = V.Broadcast(_gradNormalSum[c] / Dims.Count * inverse);
            for (nint k = start; k < end; k += V.Width)
            {
                V left = V.Load(_gradOutput + k) - gradMean - ((V.Load(_input + k) - mean) * gradSlope);
                V.Store(_gradInput + k, V.MultiplyAdd(left, scale, V.Load(_gradInput + k)));
            }
        }
    }
}
