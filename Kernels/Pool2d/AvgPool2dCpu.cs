namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class AvgPool2dCpu<V>(CpuDevice device) : IAvgPool2d
    where V : unmanaged, ILanes<V>
{
    public void Forward(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output) => device.Submit(new ForwardCall(dims, input, output));

    public void Backward(in Pool2dDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput) =>
        device.Submit(new BackwardCall(dims, gradOutput, gradInput));

    private sealed class ForwardCall : Pool2dCall<V>
    {
        private readonly float* _input;
        private readonly float* _output;

        public ForwardCall(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output)
            : base(dims, [input], output)
        {
            _input = At(input);
            _output = At(output);
        }

        protected override void RunWindow(nint first, int rows, int columns, nint output, int divisor)
        {
            V sum = V.Broadcast(0);
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    sum += V.Load(_input + first + (y * RowStep) + (x * Layout.Lanes));
                }
            }

            V.Store(_output + output, sum / V.Broadcast(divisor));
        }
    }

    private sealed class BackwardCall : Pool2dCall<V>
    {
        private readonly float* _gradOutput;
        private readonly float* _gradInput;

        public BackwardCall(in Pool2dDims dims, DeviceBuffer gradOutput, DeviceBuffer gradInput)
            : base(dims, [gradOutput], gradInput)
        {
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
        }

        protected override void RunWindow(nint first, int rows, int columns, nint output, int divisor)
        {
            V share = V.Load(_gradOutput + output) / V.Broadcast(divisor);
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    float* at = _gradInput + first + (y * RowStep) + (x * Layout.Lanes);
                    V.Store(at, V.Load(at) + share);
                }
            }
        }
    }
}
