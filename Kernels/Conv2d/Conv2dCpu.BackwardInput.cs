using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class Conv2dCpu<V>
{
    // A row of the input's gradient at a time. First, for each channel and window column, the sums over output channels and window
    // rows of output gradient times weight, at the output's own positions: the register tile then runs over whole rows, whatever
    // the number of channels, and meets no border. Then each input position adds up, of the sums of every window column, the one
    // whose output position it was seen from.
    private sealed class BackwardInputCall : CpuCall
    {
        private readonly Conv2dDims _dims;
        private readonly float* _gradOutput;
        private readonly float* _weight;
        private readonly float* _gradInput;
        private bool _overwrites;

        // `weight` is as PackCall leaves it; this call gives it back.
        public BackwardInputCall(in Conv2dDims dims, DeviceBuffer gradOutput, CpuBuffer weight, DeviceBuffer gradInput)
        {
            _dims = dims;
            _gradOutput = At(gradOutput);
            _weight = At(weight);
            _gradInput = At(gradInput);
            Blocks = dims.Input.Blocks;
            ScratchLength = (long)SumRows * dims.OutW * Layout.Lanes;
            Reads = [gradOutput, weight];
            BlockWrites = [gradInput];
            Partials = weight;
        }

        // A row of sums per channel and window column.
        private int SumRows => _dims.C * _dims.KernelW;

        public override bool TryOverwrite() => _overwrites = true;

        public override void RunBlock(int block, Scratch scratch)
        {
            Conv2dDims d = _dims;
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                float* gradOutput = _gradOutput + ((nint)block * d.Output.BlockLength) + part;
                float* gradInput = _gradInput + ((nint)block * d.Input.BlockLength) + part;
                for (int y = 0; y < d.H; y++)
                {
                    SumRow(y, gradOutput, scratch.Pointer);
                    AddUp(scratch.Pointer, gradInput + ((nint)y * d.W * Layout.Lanes));
                }
            }
        }

        private void SumRow(int y, float* gradOutput, float* sums)
        {
            Conv2dDims d = _dims;
            (int first, int count, int step) = WindowRows(y);
            nint outputRow = (nint)d.OutW * Layout.Lanes;
            int tileRows = ConvTile.RowsFor<V>(SumRows);
            var tile = new ConvTile
            {
                OuterStep = d.OutH * outputRow,
                WindowRowStep = -(step * d.DilationH / d.StrideH * outputRow),
                WeightOuterStep = (nint)d.KernelH * SumRows,
                WeightWindowRowStep = (nint)step * SumRows,
                RowStep = 1,
                Outer = d.OutC,
                WindowRows = count,
                WindowColumns = 1,
                ResultRowStep = outputRow,
            };
            float* row = gradOutput + ((y + d.PaddingH - (first * d.DilationH)) / d.StrideH * outputRow);
            for (int ox = 0; ox < d.OutW; ox += 4)
            {
                // Past the row's end its last position is read again and not written.
                tile.Live = d.OutW - ox;
                tile.At0 = row + (ox * Layout.Lanes);
                tile.At1 = tile.At0 + (Math.Min(1, tile.Live - 1) * Layout.Lanes);
                tile.At2 = tile.At0 + (Math.Min(2, tile.Live - 1) * Layout.Lanes);
                tile.At3 = tile.At0 + (Math.Min(3, tile.Live - 1) * Layout.Lanes);
                for (int r = 0; r < SumRows; r += tileRows)
                {
                    tile.Weight = _weight + ((nint)first * SumRows) + r;
                    tile.Result = sums + (r * outputRow) + (ox * Layout.Lanes);
                    RegisterTiles.Run<V, ConvTile>(ref tile, Math.Min(tileRows, SumRows - r), tile.Live);
                }
            }
        }

        // The window rows ky at which some output row saw input row y: y + padding = ky * dilation + oy * stride. The first, how many,
        // and the distance between them.
        private (int First, int Count, int Step) WindowRows(int y)
        {
            Conv2dDims d = _dims;
            int first = 0, count = 0, step = 1;
            for (int ky = 0; ky < d.KernelH; ky++)
            {
                int at = y + d.PaddingH - (ky * d.DilationH);
                if (at >= 0 && at % d.StrideH == 0 && at / d.StrideH < d.OutH)
                {
                    step = count == 1 ? ky - first : step;
                    first = count == 0 ? ky : first;
                    count++;
                }
            }

            return (first, count, step);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void AddUp(float* sums, float* gradInput)
        {
            Conv2dDims d = _dims;
            nint outputRow = (nint)d.OutW * Layout.Lanes;
            for (int c = 0; c < d.C; c++)
            {
                float* channelSums = sums + (c * d.KernelW * outputRow);
                float* to = gradInput + ((nint)c * d.H * d.W * Layout.Lanes);
                for (int x = 0; x < d.W; x++, to += Layout.Lanes)
                {
                    V sum = _overwrites ? V.Broadcast(0) : V.Load(to);
                    int firstColumn = Math.Max(0, (x + d.PaddingW - ((d.OutW - 1) * d.StrideW) + d.DilationW - 1) / d.DilationW);
                    int lastColumn = Math.Min(d.KernelW - 1, (x + d.PaddingW) / d.DilationW);
                    for (int kx = firstColumn; kx <= lastColumn; kx++)
                    {
                        int at = x + d.PaddingW - (kx * d.DilationW);
                        if (d.StrideW == 1 || at % d.StrideW == 0)
                        {
                            sum += V.Load(channelSums + (kx * outputRow) + ((nint)(at / d.StrideW) * Layout.Lanes));
                        }
                    }

                    V.Store(to, sum);
                }
            }
        }
    }

    // Weights as the input's gradient reads them: [OutC, KernelH, C * KernelW] instead of [OutC, C, KernelH, KernelW].
    private sealed class PackCall : CpuCall
    {
        private readonly Conv2dDims _dims;
        private readonly float* _weight;
        private readonly float* _packed;

        public PackCall(in Conv2dDims dims, DeviceBuffer weight, CpuBuffer packed)
        {
            _dims = dims;
            _weight = At(weight);
            _packed = At(packed);
            Parts = dims.OutC;
            Reads = [weight];
            PartWrites = [packed];
        }

        public override void RunPart(int part, Scratch scratch)
        {
            Conv2dDims d = _dims;
            float* from = _weight + ((nint)part * d.Taps);
            float* to = _packed + ((nint)part * d.Taps);
            for (int c = 0; c < d.C; c++)
            {
                for (int ky = 0; ky < d.KernelH; ky++)
                {
                    for (int kx = 0; kx < d.KernelW; kx++)
                    {
                        to[(((ky * d.C) + c) * d.KernelW) + kx] = *from++;
                    }
                }
            }
        }
    }
}
