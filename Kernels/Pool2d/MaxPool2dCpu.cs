using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// Windows of 2x2 side by side, which nearly every network has, go row by row; any others one by one.
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

        public override void RunBlock(int block, Scratch scratch)
        {
            if (Dims.IsTwoByTwo)
            {
                RunTwoByTwo(_input + ((nint)block * Dims.Input.BlockLength), _output + ((nint)block * Dims.Output.BlockLength));
            }
            else
            {
                base.RunBlock(block, scratch);
            }
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void RunTwoByTwo(float* input, float* output)
        {
            Pool2dDims d = Dims;
            nint rowStep = RowStep, rowLength = 2 * (nint)d.OutW * Layout.Lanes;
            V least = _least;
            for (int c = 0; c < d.C; c++)
            {
                float* top = input + (c * d.H * rowStep);
                for (int oy = 0; oy < d.OutH; oy++, top += 2 * rowStep)
                {
                    for (float* at = top; at < top + rowLength; at += 2 * Layout.Lanes, output += Layout.Lanes)
                    {
                        for (int part = 0; part < Layout.Lanes; part += V.Width)
                        {
                            float* bottom = at + rowStep;
                            V best = V.Max(V.Load(at + part), V.Load(at + part + Layout.Lanes));
                            best = V.Max(V.Max(best, V.Load(bottom + part)), V.Load(bottom + part + Layout.Lanes));
                            V.Store(output + part, V.Max(best, least));
                        }
                    }
                }
            }
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
        private bool _overwrites;

        public BackwardCall(in Pool2dDims dims, DeviceBuffer input, DeviceBuffer output, DeviceBuffer gradOutput, DeviceBuffer gradInput)
            : base(dims, [input, output, gradOutput], gradInput)
        {
            _relu = dims.Relu;
            _input = At(input);
            _output = At(output);
            _gradOutput = At(gradOutput);
            _gradInput = At(gradInput);
        }

        public override bool TryOverwrite() => _overwrites = Dims.IsTwoByTwo;

        public override void RunBlock(int block, Scratch scratch)
        {
            if (Dims.IsTwoByTwo)
            {
                RunTwoByTwo((nint)block * Dims.Input.BlockLength, (nint)block * Dims.Output.BlockLength);
            }
            else
            {
                base.RunBlock(block, scratch);
            }
        }

        protected override void RunWindow(nint first, int rows, int columns, nint output, int divisor)
        {
            V best = V.Load(_output + output), grad = Gradient(output, best), waiting = V.FirstLanes(V.Width);
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    waiting = Take(first + (y * RowStep) + (x * Layout.Lanes), waiting, best, grad);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void RunTwoByTwo(nint image, nint output)
        {
            Pool2dDims d = Dims;
            nint rowStep = RowStep;
            for (int c = 0; c < d.C; c++, image += d.H * rowStep)
            {
                for (int oy = 0; oy < d.OutH; oy++)
                {
                    nint at = image + (2 * oy * rowStep);
                    for (int ox = 0; ox < d.OutW; ox++, at += 2 * Layout.Lanes, output += Layout.Lanes)
                    {
                        for (int part = 0; part < Layout.Lanes; part += V.Width)
                        {
                            Spread(at + part, rowStep, output + part);
                        }
                    }
                }

                if (_overwrites)
                {
                    ClearUncovered(_gradInput + image);
                }
            }
        }

        // Of one vector of windows.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Spread(nint topLeft, nint rowStep, nint output)
        {
            V best = V.Load(_output + output), grad = Gradient(output, best);
            V waiting = Take(topLeft, V.FirstLanes(V.Width), best, grad);
            waiting = Take(topLeft + Layout.Lanes, waiting, best, grad);
            waiting = Take(topLeft + rowStep, waiting, best, grad);
            Take(topLeft + rowStep + Layout.Lanes, waiting, best, grad);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Gradient(nint output, V best)
        {
            V grad = V.Load(_gradOutput + output), zero = V.Broadcast(0);
            return _relu ? V.Select(V.Greater(best, zero), grad, zero) : grad;
        }

        // Gives the gradient to the lanes that waited for their maximum and have it here; the others go on waiting.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Take(nint at, V waiting, V best, V grad)
        {
            V hit = V.And(waiting, V.AreEqual(V.Load(_input + at), best));
            V before = _overwrites ? V.Broadcast(0) : V.Load(_gradInput + at);
            V.Store(_gradInput + at, before + V.Select(hit, grad, V.Broadcast(0)));
            return V.AndNot(waiting, hit);
        }

        // A last row or column that no window reaches.
        private void ClearUncovered(float* channel)
        {
            Pool2dDims d = Dims;
            for (int y = 0; y < d.H; y++)
            {
                int covered = y < 2 * d.OutH ? 2 * d.OutW : 0;
                new Span<float>(channel + (((nint)y * d.W) + covered) * Layout.Lanes, (d.W - covered) * Layout.Lanes).Clear();
            }
        }
    }
}
