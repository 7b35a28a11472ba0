namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class AxisReduceCpu<V>
{
    private sealed class MaxForwardCall : AxisReduceCall<V>
    {
        private readonly float* _input;
        private readonly float* _output;

        public MaxForwardCall(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output)
            : base(dims, [input], output)
        {
            _input = At(input);
            _output = At(output);
        }

        protected override void RunLanes(nint input, nint output) => V.Store(_output + output, Best<V>(_input + input, Layout.Lanes));

        protected override void RunOne(nint input, nint output) => Lanes1.Store(_output + output, Best<Lanes1>(_input + input, 1));

        private T Best<T>(float* from, int step)
            where T : unmanaged, ILanes<T>
        {
            AxisReduceDims d = Dims;
            T best = T.Load(from);
            for (int outer = 0; outer < d.ReducedOuter.Extent; outer++)
            {
                float* x = from + ((nint)outer * d.ReducedOuter.Stride * step);
                for (int inner = 0; inner < d.ReducedInner.Extent; inner++, x += (nint)d.ReducedInner.Stride * step)
                {
                    best = T.Max(best, T.Load(x));
                }
            }

            return best;
        }
    }

    // The maximum is looked for again instead of stored: the first element that equals it, or is NaN as it is, takes the gradient.
    private sealed class MaxBackwardCall : AxisReduceCall<V>
    {
        private readonly float* _input;
        private readonly float* _output;
        private readonly float* _gradOutput;
        private readonly float* _gradInput;

        public MaxBackwardCall(in AxisReduceDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput)
            : base(dims, [input, output, gradOutput], gradInput)
        {
            _input = At(input);
            _output = At(output);
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
        }

        protected override void RunLanes(nint input, nint output) => GiveToFirst<V>(input, output, Layout.Lanes);

        protected override void RunOne(nint input, nint output) => GiveToFirst<Lanes1>(input, output, 1);

        private void GiveToFirst<T>(nint input, nint output, int step)
            where T : unmanaged, ILanes<T>
        {
            AxisReduceDims d = Dims;
            T best = T.Load(_output + output);
            T grad = T.Load(_gradOutput + output);
            T all = T.FirstLanes(T.Width);
            T waiting = all;
            for (int outer = 0; outer < d.ReducedOuter.Extent; outer++)
            {
                nint at = input + ((nint)outer * d.ReducedOuter.Stride * step);
                for (int inner = 0; inner < d.ReducedInner.Extent; inner++, at += (nint)d.ReducedInner.Stride * step)
                {
                    T x = T.Load(_input + at);
                    T hit = T.And(waiting, T.Select(T.AreEqual(x, x), T.AreEqual(x, best), all));
                    T.Store(_gradInput + at, T.Load(_gradInput + at) + T.Select(hit, grad, T.Broadcast(0)));
                    waiting = T.AndNot(waiting, hit);
                }
            }
        }
    }
}
