namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class AxisReduceCpu<V>
{
    // The sum of what belongs to one kept position; neighbouring elements lie `step` floats apart.
    private static T Sum<T>(in AxisReduceDims dims, float* from, int step)
        where T : unmanaged, ILanes<T>
    {
        T sum = T.Broadcast(0);
        nint innerStep = (nint)dims.ReducedInner.Stride * step;
        for (int outer = 0; outer < dims.ReducedOuter.Extent; outer++)
        {
            float* x = from + ((nint)outer * dims.ReducedOuter.Stride * step);
            for (int inner = 0; inner < dims.ReducedInner.Extent; inner++, x += innerStep)
            {
                sum += T.Load(x);
            }
        }

        return sum;
    }

    private sealed class SumForwardCall : AxisReduceCall<V>
    {
        private readonly float* _input;
        private readonly float* _output;

        public SumForwardCall(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output)
            : base(dims, [input], output)
        {
            _input = At(input);
            _output = At(output);
        }

        protected override void RunLanes(nint input, nint output) =>
            V.Store(_output + output, Sum<V>(Dims, _input + input, Layout.Lanes) * V.Broadcast(Dims.Scale));

        protected override void RunOne(nint input, nint output) => _output[output] = Sum<Lanes1>(Dims, _input + input, 1).Value * Dims.Scale;
    }

    // The live images of each block make a partial sum; those are combined in the tree.
    private sealed class SumOverBatchCall : CpuCall
    {
        private readonly AxisReduceDims _dims;
        private readonly float* _input;
        private readonly float* _output;

        public SumOverBatchCall(CpuDevice device, in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output)
        {
            _dims = dims;
            _input = At(input);
            _output = At(output);
            Blocks = dims.Input.Blocks;
            Parts = BatchSum.Parts(dims.Kept);
            Partials = (CpuBuffer)device.Allocate((long)Blocks * dims.Kept);
            Reads = [input];
            PartWrites = [output];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            float* input = _input + ((nint)block * _dims.Input.BlockLength);
            float* partial = Partials!.Pointer + ((nint)block * _dims.Kept);
            int live = _dims.Input.LiveLanes(block);
            for (int k = 0; k < _dims.Kept; k++)
            {
                for (int part = 0; part < Layout.Lanes; part += V.Width)
                {
                    V sum = Sum<V>(_dims, input + ((nint)_dims.First(k) * Layout.Lanes) + part, Layout.Lanes);
                    LaneSum.Each<V>((float*)&sum, 1, live - part, partial + k, part > 0);
                }
            }
        }

        public override void RunPart(int part, Scratch scratch)
        {
            int start = part * BatchSum.PartLength;
            new Span<float>(_output + start, Math.Min(BatchSum.PartLength, _dims.Kept - start)).Clear();
            BatchSum.AddPart<V>(Partials!.Pointer, Blocks, _dims.Kept, part, _dims.Kept, _dims.Scale, _output);
        }
    }

    private sealed class SumBackwardCall : AxisReduceCall<V>
    {
        private readonly float* _gradOutput;
        private readonly float* _gradInput;

        public SumBackwardCall(in AxisReduceDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput)
            : base(dims, [gradOutput], gradInput)
        {
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
        }

        protected override void RunLanes(nint input, nint output)
        {
            V grad = Dims.OverBatch ? V.Broadcast(_gradOutput[output]) : V.Load(_gradOutput + output);
            AddToAll(_gradInput + input, grad, Layout.Lanes);
        }

        protected override void RunOne(nint input, nint output) => AddToAll(_gradInput + input, Lanes1.Load(_gradOutput + output), 1);

        private void AddToAll<T>(float* to, T grad, int step)
            where T : unmanaged, ILanes<T>
        {
            AxisReduceDims d = Dims;
            T slope = grad * T.Broadcast(d.Scale);
            for (int outer = 0; outer < d.ReducedOuter.Extent; outer++)
            {
                float* x = to + ((nint)outer * d.ReducedOuter.Stride * step);
                for (int inner = 0; inner < d.ReducedInner.Extent; inner++, x += (nint)d.ReducedInner.Stride * step)
                {
                    T.Store(x, T.Load(x) + slope);
                }
            }
        }
    }
}
