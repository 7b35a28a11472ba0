namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class MaxPool2dCpu<V>(CpuDevice device) : IMaxPool2d
    where V : unmanaged, ILanes<V>
{
    public void Forward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output) => device.Submit(new ForwardCall(dims, input, output));

    public void Backward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Submit(new BackwardCall(dims, input, output, gradOutput, gradInput));

    private sealed class ForwardCall : Pool2dCall<V>
    {
        private readonly float* _input;
        private readonly float* _output;
        private readonly V _least;

        public ForwardCall(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output)
            : base(dims, [input], output)
        {
            _least = V.Broadcast(dims.Relu ? 0 : float.NegativeInfinity);
            _input = At(input);
            _output = At(output);
        }

        protected override void RunWindow(nint first, int rows, int columns, nint output, int divisor)
        {
            float* row = _input + first;
            V best = V.Load(row);
            for (int y = 0; y < rows; y++, row += RowStep)
            {
                for (int x = 0; x < columns; x++)
                {
                    best = V.Max(best, V.Load(row + (x * Layout.Lanes)));
                }
            }

            V.Store(_output + output, V.Max(best, _least));
        }
    }

    // The maximum is looked for again instead of stored: the first position that equals it takes the gradient.
    private sealed class BackwardCall : Pool2dCall<V>
    {
        private readonly float* _input;
        private readonly float* _output;
        private readonly float* _gradOutput;
        private readonly float* _gradInput;
        private readonly bool _relu;

        public BackwardCall(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput)
            : base(dims, [input, output, gradOutput], gradInput)
        {
            _relu = dims.Relu;
            _input = At(input);
            _output = At(output);
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
        }

        protected override void RunWindow(nint first, int rows, int columns, nint output, int divisor)
        {
            V best = V.Load(_output + output);
            V zero = V.Broadcast(0);
            V left = V.Load(_gradOutput + output);
            left = _relu ? V.Select(V.Greater(best, zero), left, zero) : left;
            V waiting = V.FirstLanes(V.Width);
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    nint at = first + (y * RowStep) + (x * Layout.Lanes);
                    V hit = V.And(waiting, V.AreEqual(V.Load(_input + at), best));
                    V.Store(_gradInput + at, V.Load(_gradInput + at) + V.Select(hit, left, zero));
                    waiting = V.AndNot(waiting, hit);
                }
            }
        }
    }
}
