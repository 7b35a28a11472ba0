using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed partial class Conv2dGpu
{
    // The rows of the output gradient, of all blocks, are split into as many shares as fill the device; each leaves partial sums,
    // which RowSum adds up. Together they are never longer than the weights and a constant: the more weights, the fewer shares.
    public void BackwardWeight(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias)
    {
        int firstTap = gradWeight is null ? dims.Taps : 0;
        int endTap = gradBias is null ? dims.Taps : dims.Taps + 1;
        int tapTiles = (endTap - firstTap + RegisterTile.Side - 1) / RegisterTile.Side;
        long tiles = (long)tapTiles * ((dims.OutC + RegisterTile.Side - 1) / RegisterTile.Side);
        int tilesPerGroup = device.GroupSize / Layout.Lanes;
        int groups = checked((int)((tiles + tilesPerGroup - 1) / tilesPerGroup));
        int rows = dims.Output.Blocks * dims.OutH;
        int rowsPerShare = (rows + device.Shares(groups, rows) - 1) / device.Shares(groups, rows);
        int shares = (rows + rowsPerShare - 1) / rowsPerShare;
        var taps = new TapRange(firstTap, endTap, tapTiles);
        if (shares == 1)
        {
            device.LaunchGroups(
                groups,
                new WeightKernel(dims, taps, rows, groups, input, gradOutput, device.AtOrNone(gradWeight), device.AtOrNone(gradBias), true));
            return;
        }

        int weights = dims.OutC * dims.Taps;
        using GpuBuffer? weightSums = gradWeight is null ? null : device.Temporary((long)shares * weights);
        using GpuBuffer? biasSums = gradBias is null ? null : device.Temporary((long)shares * dims.OutC);
        device.LaunchGroups(
            checked(shares * groups),
            new WeightKernel(dims, taps, rowsPerShare, groups, input, gradOutput, device.AtOrNone(weightSums), device.AtOrNone(biasSums), false));
        if (gradWeight is not null)
        {
            RowSum.Launch(device, weightSums!.View, shares, weights, 1, GpuBuffer.At(gradWeight), accumulate: true);
        }

        if (gradBias is not null)
        {
            RowSum.Launch(device, biasSums!.View, shares, dims.OutC, 1, GpuBuffer.At(gradBias), accumulate: true);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct TapRange(int First, int End, int Tiles);

    // A thread is one lane of a tile: four output channels by four taps, summed over the positions of its share of the rows. Then
    // the lanes are added up, a sum per thread. An idle lane has no rows in the last block, so it adds nothing.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct WeightKernel(
        in Conv2dDims dims, in TapRange taps, int rowsPerShare, int groups, DeviceBuffer input, DeviceBuffer gradOutput,
        ArrayView<float> weightSums, ArrayView<float> biasSums, Flag accumulate) : IGroupKernel
    {
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _weightSums = weightSums;
        private readonly ArrayView<float> _biasSums = biasSums;
        private readonly Conv2dDims _dims = dims;
        private readonly TapRange _taps = taps;
        private readonly int _outH = dims.OutH;
        private readonly int _outW = dims.OutW;
        private readonly int _rows = dims.Output.Blocks * dims.OutH;
        private readonly int _rowsOfAllLanes = dims.N / Layout.Lanes * dims.OutH;
        private readonly int _idleFrom = dims.Output.LiveLanes(dims.Output.Blocks - 1);
        private readonly int _rowsPerShare = rowsPerShare;
        private readonly int _groups = groups;
        private readonly Flag _accumulate = accumulate;

        public void Run()
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(RegisterTile.SharedLength);
            int share = Grid.IdxX / _groups;
            int lane = Group.IdxX % Layout.Lanes;
            int tile = ((Grid.IdxX % _groups * Group.DimX) + Group.IdxX) / Layout.Lanes;
            int channel = tile / _taps.Tiles * RegisterTile.Side;
            int tap = _taps.First + (tile % _taps.Tiles * RegisterTile.Side);
            RegisterTile sums = default;
            if (channel < _dims.OutC)
            {
                int end = Math.Min((share + 1) * _rowsPerShare, lane < _idleFrom ? _rows : _rowsOfAllLanes);
                AddRows(ref sums, share * _rowsPerShare, end, channel, tap, lane);
            }

            sums.Store(shared);
            Group.Barrier();
            float sum = RegisterTile.Sum(shared, lane, Group.IdxX - lane, Layout.Lanes, 1);
            Write(sum, share, channel + (lane / RegisterTile.Side), tap + (lane % RegisterTile.Side));
        }

        private void AddRows(ref RegisterTile sums, int first, int end, int channel, int tap, int lane)
        {
            var tap0 = new ConvTap(_dims, _input, tap);
            var tap1 = new ConvTap(_dims, _input, tap + 1);
            var tap2 = new ConvTap(_dims, _input, tap + 2);
            var tap3 = new ConvTap(_dims, _input, tap + 3);
            int positions = _outH * _outW * Layout.Lanes;
            var channels = new Offset4(positions, _dims.OutC - channel);
            for (int row = first; row < end; row++)
            {
                int block = row / _outH;
                int oy = row % _outH;
                tap0.EnterRow(_dims, _input, block, oy);
                tap1.EnterRow(_dims, _input, block, oy);
                tap2.EnterRow(_dims, _input, block, oy);
                tap3.EnterRow(_dims, _input, block, oy);
                int from = (((block * _dims.OutC) + channel) * positions) + (oy * _outW * Layout.Lanes) + lane;
                int at = lane;
                for (int i = 0; i < _outW; i++)
                {
                    var x = new Float4(tap0.Read(at), tap1.Read(at), tap2.Read(at), tap3.Read(at));
                    sums.MultiplyAdd(channels.Read(_gradOutput, from), x);
                    from += Layout.Lanes;
                    at += _dims.StrideW * Layout.Lanes;
                }
            }
        }

        private void Write(float sum, int share, int channel, int tap)
        {
            if (channel >= _dims.OutC || tap >= _taps.End)
            {
                return;
            }

            bool isBias = tap == _dims.Taps;
            ArrayView<float> to = isBias ? _biasSums : _weightSums;
            int row = (share * _dims.OutC) + channel;
            int at = isBias ? row : (row * _dims.Taps) + tap;
            to[at] = (_accumulate ? to[at] : 0) + sum;
        }
    }
}
