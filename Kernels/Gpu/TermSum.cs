using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Sums of whatever an ITerms gives, in an order that depends only on the extents and the device's group size. Idle lanes are
// never asked for their terms where images are added together.
internal static class TermSum
{
    // Sums this short are made by one thread each.
    private const int FewTerms = 8;

    // Terms that a thread of a group takes before the group's sum counts as a row of its own.
    private const int Rounds = 16;

    // total[k] (+)= scale * the sum of column k's terms; with sums per image, `total` is a batch of [Columns].
    public static void Launch<TTerms>(GpuDevice device, in TermSumDims dims, in TTerms terms, float scale, ArrayView<float> total, bool accumulate)
        where TTerms : struct, ITerms
    {
        if (dims.LanesStayApart && dims.Terms <= FewTerms)
        {
            device.Launch((long)dims.Blocks * dims.Columns * dims.Lanes, new AloneKernel<TTerms>(dims, terms, scale, total, accumulate));
            return;
        }

        int rows = Rows(device, dims);
        if (dims.PerImage || rows == 1)
        {
            LaunchRows(device, dims, terms, scale, total, accumulate);
            return;
        }

        using GpuBuffer partials = device.Temporary((long)rows * dims.Columns);
        LaunchRows(device, dims, terms, 1, partials.View, accumulate: false);
        RowSum.Launch(device, partials.View, rows, dims.Columns, scale, total, accumulate);
    }

    // Rows of partial sums that LaunchRows makes; a row per block where images have sums of their own.
    public static int Rows(GpuDevice device, in TermSumDims dims)
    {
        int perRow = PerRow(device, dims);
        return (int)((((long)dims.Blocks * dims.Terms) + perRow - 1) / perRow);
    }

    // The first half of Launch: rows[r * Columns + k] (+)= scale * the sum of some of column k's terms.
    public static void LaunchRows<TTerms>(GpuDevice device, in TermSumDims dims, in TTerms terms, float scale, ArrayView<float> rows, bool accumulate)
        where TTerms : struct, ITerms =>
        device.LaunchGroups(checked(Rows(device, dims) * dims.Columns), new GroupKernel<TTerms>(dims, terms, PerRow(device, dims), scale, rows, accumulate));

    private static int PerRow(GpuDevice device, in TermSumDims dims) => dims.PerImage ? dims.Terms : Rounds * device.GroupSize / dims.Lanes;

    // One thread per sum, and per image where there are any.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct AloneKernel<TTerms>(in TermSumDims dims, in TTerms terms, float scale, ArrayView<float> total, Flag accumulate) : IThreadKernel
        where TTerms : struct, ITerms
    {
        private readonly TTerms _terms = terms;
        private readonly ArrayView<float> _total = total;
        private readonly int _lanes = dims.Lanes;
        private readonly int _columns = dims.Columns;
        private readonly int _count = dims.Terms;
        private readonly float _scale = scale;
        private readonly Flag _accumulate = accumulate;

        public void Run(int i)
        {
            int lane = i % _lanes;
            int block = i / _lanes / _columns;
            int column = (i / _lanes) - (block * _columns);
            float sum = 0;
            for (int index = 0; index < _count; index++)
            {
                sum += _terms.At(block, lane, column, index);
            }

            _total[i] = (_accumulate ? _total[i] : 0) + (sum * _scale);
        }
    }

    // A group makes one partial sum of one column. Neighbouring threads take the images of a block, and read neighbouring floats;
    // each set of them takes every so many-th (block, term) of the row.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct GroupKernel<TTerms>(in TermSumDims dims, in TTerms terms, int perRow, float scale, ArrayView<float> rows, Flag accumulate) : IGroupKernel
        where TTerms : struct, ITerms
    {
        private readonly TTerms _terms = terms;
        private readonly ArrayView<float> _rows = rows;
        private readonly int _lanes = dims.Lanes;
        private readonly int _width = dims.Width;
        private readonly int _columns = dims.Columns;
        private readonly int _count = dims.Terms;
        private readonly int _end = dims.Blocks * dims.Terms;
        private readonly int _perRow = perRow;

        // Lanes that take part: all of them where they stay apart.
        private readonly int _images = dims.LanesStayApart ? int.MaxValue : dims.Images.Images;
        private readonly float _scale = scale;
        private readonly Flag _accumulate = accumulate;

        public void Run()
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(GpuDevice.MaxGroupSize);
            int row = Grid.IdxX / _columns;
            int column = Grid.IdxX - (row * _columns);
            int lane = Group.IdxX % _lanes;
            int end = Math.Min((row + 1) * _perRow, _end);
            float sum = 0;
            for (int k = (row * _perRow) + (Group.IdxX / _lanes); k < end; k += Group.DimX / _lanes)
            {
                int block = k / _count;
                if ((block * Layout.Lanes) + lane < _images)
                {
                    sum += _terms.At(block, lane, column, k - (block * _count));
                }
            }

            sum = GroupSum.Columns(shared, sum, _width);
            if (Group.IdxX < _width)
            {
                int at = (Grid.IdxX * _width) + Group.IdxX;
                _rows[at] = (_accumulate ? _rows[at] : 0) + (sum * _scale);
            }
        }
    }
}
