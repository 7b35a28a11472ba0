namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class MatMulCpu<V>(CpuDevice device) : IMatMul
    where V : unmanaged, ILanes<V>
{
    public void Multiply(in MatMulDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer result, bool accumulate) =>
        device.Submit(new MultiplyCall(dims, left, right, result, accumulate));

    // A part is a panel of 64 columns of the right matrix, packed so that its rows follow each other; the tile of the
    // convolution then runs down it, its four positions being the four groups of 16 columns. Missing columns are zero.
    private sealed class MultiplyCall : CpuCall
    {
        private const int Panel = 4 * Layout.Lanes;
        private readonly MatMulDims _dims;
        private readonly float* _left;
        private readonly float* _right;
        private readonly float* _result;
        private readonly bool _accumulate;

        public MultiplyCall(in MatMulDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer result, bool accumulate)
        {
            _dims = dims;
            _left = At(left);
            _right = At(right);
            _result = At(result);
            _accumulate = accumulate;
            Parts = (dims.P + Panel - 1) / Panel;
            ScratchLength = (long)(dims.K + ConvTile.MaxRows) * Panel;
            Reads = [left, right];
            PartWrites = [result];
        }

        public override void RunPart(int part, Scratch scratch)
        {
            MatMulDims d = _dims;
            int column = part * Panel;
            int columns = Math.Min(Panel, d.P - column);
            float* panel = scratch.Pointer;
            float* rowsOut = panel + ((nint)d.K * Panel);
            Pack(column, columns, panel);
            int rows = ConvTile.RowsFor<V>(d.M);
            var tile = new ConvTile
            {
                Outer = 1,
                WindowRows = d.TransposeLeft ? d.K : 1,
                WindowColumns = d.TransposeLeft ? 1 : d.K,
                WindowRowStep = Panel,
                WindowColumnStep = Panel,
                WeightWindowRowStep = d.M,
                RowStep = d.TransposeLeft ? 1 : d.K,
                Result = rowsOut,
                ResultRowStep = Panel,
                Live = 4,
            };
            for (int m = 0; m < d.M; m += rows)
            {
                tile.Weight = _left + ((nint)m * (d.TransposeLeft ? 1 : d.K));
                int live = Math.Min(rows, d.M - m);
                for (int lane = 0; lane < Layout.Lanes; lane += V.Width)
                {
                    tile.At0 = panel + lane;
                    tile.At1 = tile.At0 + Layout.Lanes;
                    tile.At2 = tile.At1 + Layout.Lanes;
                    tile.At3 = tile.At2 + Layout.Lanes;
                    tile.Result = rowsOut + lane;
                    RegisterTiles.Run<V, ConvTile>(ref tile, live, tile.Live);
                }

                for (int row = 0; row < live; row++)
                {
                    Put(rowsOut + (row * Panel), _result + ((((nint)m + row) * d.P) + column), columns);
                }
            }
        }

        private void Pack(int column, int columns, float* panel)
        {
            MatMulDims d = _dims;
            nint rowStep = d.TransposeRight ? 1 : d.P;
            nint columnStep = d.TransposeRight ? d.K : 1;
            float* from = _right + (column * columnStep);
            for (int k = 0; k < d.K; k++)
            {
                for (int j = 0; j < Panel; j++)
                {
                    *panel++ = j < columns ? from[(k * rowStep) + (j * columnStep)] : 0;
                }
            }
        }

        private void Put(float* from, float* to, int columns)
        {
            for (int j = 0; j < columns; j++)
            {
                to[j] = _accumulate ? to[j] + from[j] : from[j];
            }
        }
    }
}
