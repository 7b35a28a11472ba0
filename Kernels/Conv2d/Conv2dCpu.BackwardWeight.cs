namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class Conv2dCpu<V>
{
    // Per block: sums over positions, lane by lane, in chunks of rows small enough for the first-level cache; then over the
    // live lanes. Then over blocks, in a tree. A block's partial result is [OutC * Taps] weights and [OutC] biases.
    private sealed class BackwardWeightCall : CpuCall
    {
        private const int ChunkPositions = 64;
        private readonly Conv2dDims _dims;
        private readonly float* _input;
        private readonly float* _gradOutput;
        private readonly float* _gradWeight;
        private readonly float* _gradBias;
        private readonly int _weights;

        public BackwardWeightCall(CpuDevice device, in Conv2dDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias)
        {
            _dims = dims;
            _input = At(input);
            _gradOutput = At(gradOutput);
            _gradWeight = AtOrNull(gradWeight);
            _gradBias = AtOrNull(gradBias);
            _weights = dims.OutC * dims.Taps;
            Blocks = dims.Input.Blocks;
            Parts = BatchSum.Parts(_weights) + BatchSum.Parts(dims.OutC);
            ScratchLength = PaddedLength(dims) + ((long)_weights * V.Width);
            Partials = (CpuBuffer)device.Allocate((long)Blocks * PartialLength);
            Reads = [input, gradOutput];
            PartWrites = [gradWeight, gradBias];
        }

        private int PartialLength => _weights + _dims.OutC;

        public override void RunBlock(int block, Scratch scratch)
        {
            Conv2dDims d = _dims;
            float* gradOutput = _gradOutput + ((long)block * d.Output.BlockLength);
            float* partial = Partials!.Pointer + ((long)block * PartialLength);
            int live = d.Input.LiveLanes(block);
            if (_gradWeight != null)
            {
                float* sums = scratch.Pointer;
                float* input = Padded(d, _input + ((long)block * d.Input.BlockLength), sums + ((long)_weights * V.Width));
                for (int part = 0; part < Layout.Lanes; part += V.Width)
                {
                    SumPositions(input + part, gradOutput + part, sums);
                    LaneSum.Each<V>(sums, _weights, live - part, partial, part > 0);
                }
            }

            if (_gradBias != null)
            {
                for (int oc = 0; oc < d.OutC; oc++)
                {
                    int positions = d.OutH * d.OutW;
                    partial[_weights + oc] = LaneSum.OfRun<V>(gradOutput + ((nint)oc * positions * Layout.Lanes), positions, live);
                }
            }
        }

        public override void RunPart(int part, Scratch scratch)
        {
            int weightParts = BatchSum.Parts(_weights);
            if (part < weightParts && _gradWeight != null)
            {
                BatchSum.AddPart<V>(Partials!.Pointer, Blocks, PartialLength, part, _weights, 1, _gradWeight);
            }
            else if (part >= weightParts && _gradBias != null)
            {
                BatchSum.AddPart<V>(Partials!.Pointer + _weights, Blocks, PartialLength, part - weightParts, _dims.OutC, 1, _gradBias);
            }
        }

        private void SumPositions(float* input, float* gradOutput, float* sums)
        {
            Conv2dDims d = _dims;
            int positions = d.OutH * d.OutW;
            int rows = ConvTile.RowsFor<V>(d.OutC);
            int chunkRows = Math.Max(1, ChunkPositions / d.OutW);
            var tile = new WeightGradientTile
            {
                InputRowStep = (nint)d.StrideH * d.PaddedW * Layout.Lanes,
                InputColumnStep = (nint)d.StrideW * Layout.Lanes,
                GradChannelStep = (nint)positions * Layout.Lanes,
                GradRowStep = (nint)d.OutW * Layout.Lanes,
                Columns = d.OutW,
                SumChannelStep = (nint)d.Taps * V.Width,
            };
            for (int oy = 0; oy < d.OutH; oy += chunkRows)
            {
                tile.Rows = Math.Min(chunkRows, d.OutH - oy);
                tile.Continue = oy > 0;
                float* window = input + (oy * tile.InputRowStep);
                for (int tap = 0; tap < d.Taps; tap += 4)
                {
                    tile.Tap0 = window + TapOffset(tap);
                    tile.Tap1 = window + TapOffset(tap + 1);
                    tile.Tap2 = window + TapOffset(tap + 2);
                    tile.Tap3 = window + TapOffset(tap + 3);
                    tile.LiveTaps = d.Taps - tap;
                    for (int oc = 0; oc < d.OutC; oc += rows)
                    {
                        tile.Grad = gradOutput + (((nint)oc * positions) + (oy * d.OutW)) * Layout.Lanes;
                        tile.Sum = sums + ((((nint)oc * d.Taps) + tap) * V.Width);
                        RegisterTiles.Run<V, WeightGradientTile>(ref tile, Math.Min(rows, d.OutC - oc), tile.LiveTaps);
                    }
                }
            }
        }

        private nint TapOffset(int tap)
        {
            Conv2dDims d = _dims;
            int last = Math.Min(tap, d.Taps - 1);
            int kx = last % d.KernelW;
            int ky = last / d.KernelW % d.KernelH;
            int c = last / (d.KernelW * d.KernelH);
            return (((((nint)c * d.PaddedH) + (ky * d.DilationH)) * d.PaddedW) + (kx * d.DilationW)) * Layout.Lanes;
        }
    }
}
