using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class ElementwiseCpu<V>(CpuDevice device) : IElementwise
    where V : unmanaged, ILanes<V>
{
    public void Forward<TOperator>(in Layout layout, DeviceBuffer input, DeviceBuffer output)
        where TOperator : struct, IUnaryOperator =>
        device.Submit(new ForwardCall<TOperator>(layout, input, output));

    public void Backward<TOperator>(in Layout layout, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput)
        where TOperator : struct, IUnaryOperator =>
        device.Submit(new BackwardCall<TOperator>(layout, input, output, gradOutput, gradInput));

    private sealed class ForwardCall<TOperator> : RangeCall
        where TOperator : struct, IUnaryOperator
    {
        private readonly float* _input;
        private readonly float* _output;

        public ForwardCall(in Layout layout, DeviceBuffer input, DeviceBuffer output)
            : base(layout)
        {
            _input = At(input);
            _output = At(output);
            Reads = [input];
            Writes(output);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override void Run(nint start, int length)
        {
            float* from = _input + start;
            float* to = _output + start;
            int k = 0;
            for (; k <= length - V.Width; k += V.Width)
            {
                V.Store(to + k, TOperator.Value(V.Load(from + k)));
            }

            for (; k < length; k++)
            {
                Lanes1.Store(to + k, TOperator.Value(Lanes1.Load(from + k)));
            }
        }
    }

    private sealed class BackwardCall<TOperator> : RangeCall
        where TOperator : struct, IUnaryOperator
    {
        private readonly float* _input;
        private readonly float* _output;
        private readonly float* _gradOutput;
        private readonly float* _gradInput;
        private bool _overwrites;

        public BackwardCall(in Layout layout, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput)
            : base(layout)
        {
            _input = At(input);
            _output = At(output);
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
            Reads = [input, output, gradOutput];
            Writes(gradInput);
        }

        public override bool TryOverwrite() => _overwrites = true;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override void Run(nint start, int length)
        {
            nint k = start;
            nint end = start + length;
            for (; k <= end - V.Width; k += V.Width)
            {
                V slope = TOperator.Slope(V.Load(_input + k), V.Load(_output + k), V.Load(_gradOutput + k));
                V.Store(_gradInput + k, (_overwrites ? V.Broadcast(0) : V.Load(_gradInput + k)) + slope);
            }

            for (; k < end; k++)
            {
                Lanes1 slope = TOperator.Slope(Lanes1.Load(_input + k), Lanes1.Load(_output + k), Lanes1.Load(_gradOutput + k));
                Lanes1.Store(_gradInput + k, (_overwrites ? Lanes1.Broadcast(0) : Lanes1.Load(_gradInput + k)) + slope);
            }
        }
    }
}
