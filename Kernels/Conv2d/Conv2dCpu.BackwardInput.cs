namespace StnEngine.Kernels.Cpu;

internal sealed unsafe partial class Conv2dCpu<V>
{
    // Gathers: each input position sums the outputs whose windows covered it. The output gradient is copied with zeros
    // between strides and beside each row, so that a tile of four neighbours needs no test; window rows and columns
    // that would meet only zeros are left out of the loops.
    private sealed class BackwardInputCall : CpuCall
    {
        private readonly Conv2dDims _dims;
        private readonly float* _gradOutput;
        private readonly float* _weight;
        private readonly float* _gradInput;

        public BackwardInputCall(in Conv2dDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput)
        {
            _dims = dims;
            _gradOutput = At(gradOutput);
            _weight = At(weight);
            _gradInput = At(gradInput);
            Blocks = dims.Input.Blocks;
            ScratchLength = (long)dims.OutC * SpreadH(dims) * SpreadRow(dims) * Layout.Lanes;
            Reads = [gradOutput, weight];
            BlockWrites = [gradInput];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            Conv2dDims d = _dims;
            float* spread = scratch.Pointer;
            Spread(_gradOutput + ((long)block * d.Output.BlockLength), spread);
            float* gradInput = _gradInput + ((long)block * d.Input.BlockLength);
            int rows = ConvTile.RowsFor<V>(d.C);
            var tile = new ConvTile
            {
                OuterStep = (nint)SpreadH(d) * SpreadRow(d) * Layout.Lanes,
                WindowRowStep = -(nint)d.DilationH * SpreadRow(d) * Layout.Lanes,
                WindowColumnStep = -(nint)d.DilationW * Layout.Lanes,
                WeightOuterStep = d.Taps,
                WeightWindowRowStep = d.KernelW,
                RowStep = d.KernelH * d.KernelW,
                Outer = d.OutC,
                ResultRowStep = (nint)d.H * d.W * Layout.Lanes,
                Accumulate = true,
            };
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                for (int y = 0; y < d.H; y++)
                {
                    (int firstKy, tile.WindowRows) = Window(y + d.PaddingH, 1, SpreadH(d), d.KernelH, d.DilationH);
                    for (int x = 0; x < d.W && tile.WindowRows > 0; x += 4)
                    {
                        (int firstKx, tile.WindowColumns) = Window(x + d.PaddingW, 4, SpreadW(d), d.KernelW, d.DilationW);
                        int row = y + d.PaddingH - (firstKy * d.DilationH);
                        int column = x + d.PaddingW - (firstKx * d.DilationW) + Margin(d);
                        tile.At0 = spread + part + ((((nint)row * SpreadRow(d)) + column) * Layout.Lanes);
                        tile.At1 = tile.At0 + Layout.Lanes;
                        tile.At2 = tile.At0 + (2 * Layout.Lanes);
                        tile.At3 = tile.At0 + (3 * Layout.Lanes);
                        tile.Live = d.W - x;
                        for (int c = 0; c < d.C; c += rows)
                        {
                            tile.Weight = _weight + ((((nint)c * d.KernelH) + firstKy) * d.KernelW) + firstKx;
                            tile.Result = gradInput + part + ((((((nint)c * d.H) + y) * d.W) + x) * Layout.Lanes);
                            ConvTile.Run<V>(ref tile, Math.Min(rows, d.C - c));
                        }
                    }
                }
            }
        }

        // Taps k for which one of `count` neighbours at p - k * dilation lies in 0..extent-1: the first and how many.
        private static (int First, int Count) Window(int p, int count, int extent, int kernel, int dilation)
        {
            int first = Math.Max(0, (p - extent + dilation) / dilation);
            int last = Math.Min(kernel - 1, (p + count - 1) / dilation);
            return (first, Math.Max(0, last - first + 1));
        }

        // Extents of the output gradient with stride - 1 zeros between its rows and columns.
        private static int SpreadH(in Conv2dDims d) => ((d.OutH - 1) * d.StrideH) + 1;

        private static int SpreadW(in Conv2dDims d) => ((d.OutW - 1) * d.StrideW) + 1;

        // Zeros to the left of each row, and the length of a row with the zeros on both sides.
        private static int Margin(in Conv2dDims d) => Math.Max(0, (d.DilationW * (d.KernelW - 1)) - d.PaddingW);

        private static int SpreadRow(in Conv2dDims d) => Margin(d) + Math.Max(SpreadW(d), d.W + d.PaddingW + 3);

        private void Spread(float* from, float* to)
        {
            Conv2dDims d = _dims;
            new Span<float>(to, checked((int)ScratchLength)).Clear();
            for (int oc = 0; oc < d.OutC; oc++)
            {
                for (int oy = 0; oy < d.OutH; oy++)
                {
                    float* row = to + (((((nint)oc * SpreadH(d)) + (oy * d.StrideH)) * SpreadRow(d)) + Margin(d)) * Layout.Lanes;
                    for (int ox = 0; ox < d.OutW; ox++)
                    {
                        new ReadOnlySpan<float>(from, Layout.Lanes).CopyTo(new Span<float>(row + ((nint)ox * d.StrideW * Layout.Lanes), Layout.Lanes));
                        from += Layout.Lanes;
                    }
                }
            }
        }
    }
}
