using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed partial class Conv2dGpu
{
    // A group computes four channels of one block of images, idle lanes included. A thread is one lane of a tile: these channels at
    // four places of a row, whose windows slide over the same values, so that each is read once and then moves from register to
    // register. The weights are staged in shared memory, four channels side by side, and read by all lanes at once. `shares` threads
    // with the same tile take turns at the rows of the window; their sums are added at the end, in order.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct WindowKernel(
        in ConvWindows windows, int firstColumn, int shares, int groups, in ConvBuffers buffers, ArrayView<float> bias, Flag accumulate)
        : IGroupKernel
    {
        // The weights of a window row must fit into shared memory, which is there for the tiles.
        public const int MaxColumns = RegisterTile.SharedLength / RegisterTile.Side;

        private readonly ArrayView<float> _source = GpuBuffer.At(buffers.Source);
        private readonly ArrayView<float> _weight = GpuBuffer.At(buffers.Weight);
        private readonly ArrayView<float> _bias = bias;
        private readonly ArrayView<float> _result = GpuBuffer.At(buffers.Result);
        private readonly ConvAxis _rows = windows.Rows;
        private readonly ConvAxis _columns = windows.Columns.Part(firstColumn, MaxColumns);
        private readonly int _tapStep = windows.Columns.TapStep;
        private readonly int _sourceStep = windows.Columns.SourceStep;
        private readonly int _placeStep = windows.Columns.PlaceStep;
        private readonly int _columnTiles = windows.Columns.Tiles;
        private readonly int _sourceChannels = windows.SourceChannels;
        private readonly int _channels = windows.Channels;
        private readonly int _channelTiles = (windows.Channels + RegisterTile.Side - 1) / RegisterTile.Side;
        private readonly int _channelStep = windows.WeightChannelStep;
        private readonly int _sourceChannelStep = windows.WeightSourceChannelStep;

        // The weight of a window's first tap, and the steps to its neighbours in the row and in the column.
        private readonly int _firstWeight =
            windows.IsFlipped ? (windows.Rows.Window * windows.Columns.Window) - 1 - firstColumn : firstColumn;
        private readonly int _weightStep = windows.IsFlipped ? -1 : 1;
        private readonly int _weightRowStep = windows.IsFlipped ? -windows.Columns.Window : windows.Columns.Window;

        private readonly int _windowRows = windows.SourceChannels * windows.Rows.Window;
        private readonly int _stagedRows = MaxColumns / windows.Columns.Part(firstColumn, MaxColumns).Window;
        private readonly int _shares = shares;
        private readonly int _groups = groups;
        private readonly Flag _accumulate = accumulate;
        private readonly Flag _relu = windows.Relu;

        public void Run()
        {
            ArrayView<Float4> weights = SharedMemory.Allocate<Float4>(MaxColumns);
            ArrayView<float> shared = weights.Cast<float>();
            int threads = Group.DimX / _shares;
            int share = Group.IdxX / threads;
            int tile = ((Grid.IdxX % _groups * threads) + (Group.IdxX % threads)) / Layout.Lanes;
            int channel = Grid.IdxX / _groups % _channelTiles * RegisterTile.Side;
            int block = Grid.IdxX / _groups / _channelTiles;
            int y = tile / _columnTiles;
            int x = (tile % _columnTiles % _placeStep) + (tile % _columnTiles / _placeStep * RegisterTile.Side * _placeStep);
            RegisterTile sums = default;
            for (int first = 0; first < _windowRows; first += _stagedRows)
            {
                int count = Math.Min(_stagedRows, _windowRows - first);
                Stage(shared, channel, first, count);
                Group.Barrier();
                for (int row = share; row < count && y < _rows.Places; row += _shares)
                {
                    AddRow(weights, ref sums, block, y, x, first + row, row * _columns.Window);
                }

                Group.Barrier();
            }

            sums.Store(shared);
            Group.Barrier();
            for (int i = share; i < RegisterTile.Length && y < _rows.Places; i += _shares)
            {
                float sum = RegisterTile.Sum(shared, i, Group.IdxX % threads, _shares, threads);
                Write(sum, block, channel + (i / RegisterTile.Side), y, x + (i % RegisterTile.Side * _placeStep));
            }
        }

        // A thread copies a row of one channel's window. Channels that are not there get zeros.
        private void Stage(ArrayView<float> shared, int channel, int firstRow, int count)
        {
            for (int i = Group.IdxX; i < count * RegisterTile.Side; i += Group.DimX)
            {
                int sourceChannel = (firstRow + (i / RegisterTile.Side)) / _rows.Window;
                int ky = (firstRow + (i / RegisterTile.Side)) % _rows.Window;
                int c = channel + (i % RegisterTile.Side);
                int from = (c * _channelStep) + (sourceChannel * _sourceChannelStep) + _firstWeight + (ky * _weightRowStep);
                int to = (i / RegisterTile.Side * _columns.Window * RegisterTile.Side) + (i % RegisterTile.Side);
                for (int kx = 0; kx < _columns.Window; kx++)
                {
                    shared[to] = c < _channels ? _weight[from] : 0;
                    from += _weightStep;
                    to += RegisterTile.Side;
                }
            }
        }

        // Row `windowRow` counts through the windows of all source channels; its weights lie at `weight`.
        private void AddRow(ArrayView<Float4> weights, ref RegisterTile sums, int block, int y, int x, int windowRow, int weight)
        {
            int row = _rows.Source(y, windowRow % _rows.Window);
            if ((uint)row >= (uint)_rows.Extent)
            {
                return;
            }

            int channel = (block * _sourceChannels) + (windowRow / _rows.Window);
            int length = _columns.Extent * Layout.Lanes;
            ArrayView<float> values = _source.SubView(((channel * _rows.Extent) + row) * length, length);
            for (int tap = 0; tap < _tapStep && tap < _columns.Window; tap++)
            {
                int column = _columns.Source(x, tap);
                if (column != ConvAxis.Nowhere)
                {
                    AddTaps(weights, ref sums, values, column, tap, weight);
                }
            }
        }

        // Every _tapStep-th tap from `tap` on: what one place reads, its neighbour has read at the tap before. A tap's value is read
        // while the one before it is at work.
        private void AddTaps(ArrayView<Float4> weights, ref RegisterTile sums, ArrayView<float> values, int column, int tap, int weight)
        {
            var x = new Float4(
                Read(values, column), Read(values, column + _sourceStep),
                Read(values, column + (2 * _sourceStep)), Read(values, column + (3 * _sourceStep)));
            column += RegisterTile.Side * _sourceStep;
            for (; tap < _columns.Window; tap += _tapStep)
            {
                float next = Read(values, column);
                sums.MultiplyAdd(weights[weight + tap], x);
                x = x.Shift(next);
                column += _sourceStep;
            }
        }

        private float Read(ArrayView<float> values, int column) =>
            (uint)column < (uint)_columns.Extent ? values[(column * Layout.Lanes) + (Group.IdxX % Layout.Lanes)] : 0;

        private void Write(float sum, int block, int channel, int y, int x)
        {
            if (channel < _channels && x < _columns.Places)
            {
                int row = (((block * _channels) + channel) * _rows.Places) + y;
                int at = (((row * _columns.Places) + x) * Layout.Lanes) + (Group.IdxX % Layout.Lanes);
                float before = _accumulate ? _result[at] : _bias.Length > 0 ? _bias[channel] : 0;
                _result[at] = _relu ? GpuMath.Max(before + sum, 0) : before + sum;
            }
        }
    }
}
