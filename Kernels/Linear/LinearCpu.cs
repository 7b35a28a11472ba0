using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class LinearCpu<V>(CpuDevice device) : ILinear
    where V : unmanaged, ILanes<V>
{
    public void Forward(in LinearDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output) =>
        device.Submit(new ForwardCall(dims, input, weight, bias, output));

    public void BackwardInput(in LinearDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput) =>
        device.Submit(new BackwardInputCall(dims, gradOutput, weight, gradInput));

    public void BackwardWeight(in LinearDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias) =>
        device.Submit(new BackwardWeightCall(dims, input, gradOutput, gradWeight, gradBias));

    // Eight results for a vector of images: result r sums x[k] * weight[r * rowStep + k * sumStep] over k.
    // Rows past `live` read the last live row's weights and are not written.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* x, float* weight, nint rowStep, nint sumStep, int terms, int live, float* bias, float* result, bool accumulate)
    {
        nint r0 = Math.Min(0, live - 1) * rowStep;
        nint r1 = Math.Min(1, live - 1) * rowStep;
        nint r2 = Math.Min(2, live - 1) * rowStep;
        nint r3 = Math.Min(3, live - 1) * rowStep;
        nint r4 = Math.Min(4, live - 1) * rowStep;
        nint r5 = Math.Min(5, live - 1) * rowStep;
        nint r6 = Math.Min(6, live - 1) * rowStep;
        nint r7 = Math.Min(7, live - 1) * rowStep;
        V a0 = V.Broadcast(0), a1 = V.Broadcast(0), a2 = V.Broadcast(0), a3 = V.Broadcast(0), a4 = V.Broadcast(0), a5 = V.Broadcast(0), a6 = V.Broadcast(0), a7 = V.Broadcast(0);
        for (int k = 0; k < terms; k++)
        {
            V xk = V.Load(x);
            a0 = V.MultiplyAdd(V.Broadcast(weight[r0]), xk, a0);
            a1 = V.MultiplyAdd(V.Broadcast(weight[r1]), xk, a1);
            a2 = V.MultiplyAdd(V.Broadcast(weight[r2]), xk, a2);
            a3 = V.MultiplyAdd(V.Broadcast(weight[r3]), xk, a3);
            a4 = V.MultiplyAdd(V.Broadcast(weight[r4]), xk, a4);
            a5 = V.MultiplyAdd(V.Broadcast(weight[r5]), xk, a5);
            a6 = V.MultiplyAdd(V.Broadcast(weight[r6]), xk, a6);
            a7 = V.MultiplyAdd(V.Broadcast(weight[r7]), xk, a7);
            weight += sumStep;
            x += Layout.Lanes;
        }

        V* sums = stackalloc V[] { a0, a1, a2, a3, a4, a5, a6, a7 };
        for (int r = 0; r < live && r < 8; r++, result += Layout.Lanes)
        {
            V sum = bias == null ? sums[r] : sums[r] + V.Broadcast(bias[r]);
            V.Store(result, (accumulate ? V.Load(result) : V.Broadcast(0)) + sum);
        }
    }

    private sealed class ForwardCall : CpuCall
    {
        private readonly LinearDims _dims;
        private readonly float* _input;
        private readonly float* _weight;
        private readonly float* _bias;
        private readonly float* _output;

        public ForwardCall(in LinearDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output)
        {
            _dims = dims;
            _input = At(input);
            _weight = At(weight);
            _bias = AtOrNull(bias);
            _output = At(output);
            Blocks = dims.Input.Blocks;
            Reads = [input, weight, bias];
            BlockWrites = [output];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            LinearDims d = _dims;
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                float* input = _input + ((nint)block * d.Input.BlockLength) + part;
                float* output = _output + ((nint)block * d.Output.BlockLength) + part;
                for (int o = 0; o < d.Out; o += 8)
                {
                    Tile(input, _weight + ((nint)o * d.In), d.In, 1, d.In, d.Out - o, _bias == null ? null : _bias + o, output + (o * Layout.Lanes), false);
                }
            }

            if (d.Relu)
            {
                Clamp.BelowZero<V>(_output + ((nint)block * d.Output.BlockLength), d.Output.BlockLength);
            }
        }
    }

    private sealed class BackwardInputCall : CpuCall
    {
        private readonly LinearDims _dims;
        private readonly float* _gradOutput;
        private readonly float* _weight;
        private readonly float* _gradInput;
        private bool _overwrites;

        public BackwardInputCall(in LinearDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput)
        {
            _dims = dims;
            _gradOutput = At(gradOutput);
            _weight = At(weight);
            _gradInput = At(gradInput);
            Blocks = dims.Input.Blocks;
            Reads = [gradOutput, weight];
            BlockWrites = [gradInput];
        }

        public override bool TryOverwrite() => _overwrites = true;

        public override void RunBlock(int block, Scratch scratch)
        {
            LinearDims d = _dims;
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                float* gradOutput = _gradOutput + ((nint)block * d.Output.BlockLength) + part;
                float* gradInput = _gradInput + ((nint)block * d.Input.BlockLength) + part;
                for (int i = 0; i < d.In; i += 8)
                {
                    Tile(gradOutput, _weight + i, 1, d.In, d.Out, d.In - i, null, gradInput + (i * Layout.Lanes), !_overwrites);
                }
            }
        }
    }

    // Split by output features, not by block: a copy of the weights per block would not fit for a large layer.
    // Each part runs over all blocks in order; a ragged last block is summed apart so that its idle lanes can be left out.
    private sealed class BackwardWeightCall : CpuCall
    {
        private readonly LinearDims _dims;
        private readonly float* _input;
        private readonly float* _gradOutput;
        private readonly float* _gradWeight;
        private readonly float* _gradBias;
        private readonly int _rows;

        public BackwardWeightCall(in LinearDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias)
        {
            _dims = dims;
            _input = At(input);
            _gradOutput = At(gradOutput);
            _gradWeight = AtOrNull(gradWeight);
            _gradBias = AtOrNull(gradBias);
            _rows = ConvTile.RowsFor<V>(dims.Out);
            Parts = (dims.Out + _rows - 1) / _rows;
            ScratchLength = (long)_rows * dims.In * V.Width;
            Reads = [input, gradOutput];
            PartWrites = [gradWeight, gradBias];
        }

        public override void RunPart(int part, Scratch scratch)
        {
            LinearDims d = _dims;
            int o = part * _rows;
            int rows = Math.Min(_rows, d.Out - o);
            int fullBlocks = d.N / Layout.Lanes;
            AddBlocks(o, rows, 0, fullBlocks, Layout.Lanes, scratch.Pointer);
            if (fullBlocks < d.Input.Blocks)
            {
                AddBlocks(o, rows, fullBlocks, 1, d.Input.LiveLanes(fullBlocks), scratch.Pointer);
            }
        }

        private void AddBlocks(int o, int rows, int firstBlock, int blocks, int live, float* sums)
        {
            LinearDims d = _dims;
            for (int lane = 0; lane < Layout.Lanes && _gradWeight != null; lane += V.Width)
            {
                SumBlocks(o, rows, firstBlock, blocks, lane, sums);
                LaneSum.Each<V>(sums, rows * d.In, live - lane, _gradWeight + ((nint)o * d.In), true);
            }

            for (int row = o; row < o + rows && _gradBias != null; row++)
            {
                for (int block = firstBlock; block < firstBlock + blocks; block++)
                {
                    _gradBias[row] += LaneSum.OfRun<V>(_gradOutput + ((nint)block * d.Output.BlockLength) + (row * Layout.Lanes), 1, live);
                }
            }
        }

        private void SumBlocks(int o, int rows, int firstBlock, int blocks, int lane, float* sums)
        {
            LinearDims d = _dims;
            var tile = new WeightGradientTile
            {
                InputRowStep = d.Input.BlockLength,
                GradRowStep = d.Output.BlockLength,
                GradChannelStep = Layout.Lanes,
                Grad = _gradOutput + ((nint)firstBlock * d.Output.BlockLength) + (o * Layout.Lanes) + lane,
                Rows = blocks,
                Columns = 1,
                SumChannelStep = (nint)d.In * V.Width,
            };
            float* input = _input + ((nint)firstBlock * d.Input.BlockLength) + lane;
            for (int i = 0; i < d.In; i += 4)
            {
                tile.Tap0 = input + (i * Layout.Lanes);
                tile.Tap1 = input + (Math.Min(i + 1, d.In - 1) * Layout.Lanes);
                tile.Tap2 = input + (Math.Min(i + 2, d.In - 1) * Layout.Lanes);
                tile.Tap3 = input + (Math.Min(i + 3, d.In - 1) * Layout.Lanes);
                tile.LiveTaps = d.In - i;
                tile.Sum = sums + ((nint)i * V.Width);
                RegisterTiles.Run<V, WeightGradientTile>(ref tile, rows, tile.LiveTaps);
            }
        }
    }
}
