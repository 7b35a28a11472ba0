namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class LogSoftmaxCpu<V>(CpuDevice device) : ILogSoftmax
    where V : unmanaged, ILanes<V>
{
    public void Forward(in LogSoftmaxDims dims, DeviceBuffer input, DeviceBuffer output) => device.Submit(new ForwardCall(dims, input, output));

    public void Backward(in LogSoftmaxDims dims, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Submit(new BackwardCall(dims, output, gradOutput, gradInput));

    // log(sum(exp(x))) over `count` vectors that lie `step` floats apart.
    public static V LogSumExp(float* x, int count, nint step)
    {
        V max = V.Load(x);
        for (int c = 1; c < count; c++)
        {
            max = V.Max(max, V.Load(x + (c * step)));
        }

        V sum = V.Broadcast(0);
        for (int c = 0; c < count; c++)
        {
            sum += V.Exp(V.Load(x + (c * step)) - max);
        }

        return max + V.Log(sum);
    }

    private sealed class ForwardCall : CpuCall
    {
        private readonly LogSoftmaxDims _dims;
        private readonly float* _input;
        private readonly float* _output;

        public ForwardCall(in LogSoftmaxDims dims, DeviceBuffer input, DeviceBuffer output)
        {
            _dims = dims;
            _input = At(input);
            _output = At(output);
            Blocks = dims.Layout.Blocks;
            Reads = [input];
            BlockWrites = [output];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            nint start = (nint)block * _dims.Layout.BlockLength;
            nint step = (nint)_dims.Inner * Layout.Lanes;
            for (nint at = start; at < start + step; at += V.Width)
            {
                V shift = LogSumExp(_input + at, _dims.C, step);
                for (int c = 0; c < _dims.C; c++)
                {
                    V.Store(_output + at + (c * step), V.Load(_input + at + (c * step)) - shift);
                }
            }
        }
    }

    private sealed class BackwardCall : CpuCall
    {
        private readonly LogSoftmaxDims _dims;
        private readonly float* _output;
        private readonly float* _gradOutput;
        private readonly float* _gradInput;

        public BackwardCall(in LogSoftmaxDims dims, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput)
        {
            _dims = dims;
            _output = At(output);
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
            Blocks = dims.Layout.Blocks;
            Reads = [output, gradOutput];
            BlockWrites = [gradInput];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            nint start = (nint)block * _dims.Layout.BlockLength;
            nint step = (nint)_dims.Inner * Layout.Lanes;
            for (nint at = start; at < start + step; at += V.Width)
            {
                V sum = V.Broadcast(0);
                for (int c = 0; c < _dims.C; c++)
                {
                    sum += V.Load(_gradOutput + at + (c * step));
                }

                for (int c = 0; c < _dims.C; c++)
                {
                    nint k = at + (c * step);
                    V slope = V.Load(_gradOutput + k) - (V.Exp(V.Load(_output + k)) * sum);
                    V.Store(_gradInput + k, V.Load(_gradInput + k) + slope);
                }
            }
        }
    }
}
