namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class SumCpu<V>(CpuDevice device) : ISum
    where V : unmanaged, ILanes<V>
{
    public void Forward(in SumDims dims, DeviceBuffer input, DeviceBuffer output) => device.Submit(new ForwardCall(device, dims, input, output));

    public void Backward(in SumDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) => device.Submit(new BackwardCall(dims, gradOutput, gradInput));

    // A plain tensor is cut into chunks that play the part of blocks.
    private sealed class ForwardCall : ScalarSumCall<V>
    {
        private const int Chunk = 4096;
        private readonly Layout _layout;
        private readonly float* _input;

        public ForwardCall(CpuDevice device, in SumDims dims, DeviceBuffer input, DeviceBuffer output)
            : base(device, dims.Input.IsBatched ? dims.Input.Blocks : (dims.Input.Rest + Chunk - 1) / Chunk, dims.Scale, output)
        {
            _layout = dims.Input;
            _input = At(input);
            Reads = [input];
        }

        protected override float BlockSum(int block)
        {
            if (_layout.IsBatched)
            {
                return LaneSum.OfRun<V>(_input + ((nint)block * _layout.BlockLength), _layout.Rest, _layout.LiveLanes(block));
            }

            float* from = _input + ((nint)block * Chunk);
            int length = Math.Min(Chunk, _layout.Rest - (block * Chunk));
            V sum = V.Broadcast(0);
            int k = 0;
            for (; k <= length - V.Width; k += V.Width)
            {
                sum += V.Load(from + k);
            }

            float total = V.Sum(sum);
            for (; k < length; k++)
            {
                total += from[k];
            }

            return total;
        }
    }

    private sealed class BackwardCall : RangeCall
    {
        private readonly float* _gradOutput;
        private readonly float* _gradInput;
        private readonly float _scale;

        public BackwardCall(in SumDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput)
            : base(dims.Input)
        {
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
            _scale = dims.Scale;
            Reads = [gradOutput];
            Writes(gradInput);
        }

        protected override void Run(nint start, int length)
        {
            float slope = *_gradOutput * _scale;
            for (nint k = start; k < start + length; k++)
            {
                _gradInput[k] += slope;
            }
        }
    }
}
