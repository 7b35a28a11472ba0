using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// The second half of every sum that many groups share: each left a row of partial sums, and the rows are added up here, in an
// order that depends on nothing but their number.
internal static class RowSum
{
    // total[k] (+)= scale * the sum over r of partials[r * columns + k].
    public static void Launch(GpuDevice device, ArrayView<float> partials, int rows, int columns, float scale, ArrayView<float> total, bool accumulate)
    {
        int width = columns >= Layout.Lanes ? Layout.Lanes : 1;
        device.LaunchGroups((columns + width - 1) / width, new Kernel(partials, rows, columns, width, scale, total, accumulate));
    }

    // A group takes `width` neighbouring columns; its threads share out the rows, then add up what they have.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Kernel(ArrayView<float> partials, int rows, int columns, int width, float scale, ArrayView<float> total, Flag accumulate) : IGroupKernel
    {
        private readonly ArrayView<float> _partials = partials;
        private readonly ArrayView<float> _total = total;
        private readonly int _rows = rows;
        private readonly int _columns = columns;
        private readonly int _width = width;
        private readonly float _scale = scale;
        private readonly Flag _accumulate = accumulate;

        public void Run()
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(GpuDevice.MaxGroupSize);
            int column = (Grid.IdxX * _width) + (Group.IdxX % _width);
            float sum = 0;
            if (column < _columns)
            {
                for (int row = Group.IdxX / _width; row < _rows; row += Group.DimX / _width)
                {
                    sum += _partials[(row * _columns) + column];
                }
            }

            sum = GroupSum.Columns(shared, sum, _width);
            if (Group.IdxX < _width && column < _columns)
            {
                _total[column] = (_accumulate ? _total[column] : 0) + (sum * _scale);
            }
        }
    }
}
