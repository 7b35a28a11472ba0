using System.Numerics;
using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class MatMulGpu(GpuDevice device) : IMatMul
{
    // Terms that a group stages at once.
    private const int Depth = 16;

    public void Multiply(in MatMulDims dims, DeviceBuffer left, DeviceBuffer right, DeviceBuffer result, bool accumulate)
    {
        // The threads of a group are a square, or twice as wide as high.
        int log = BitOperations.Log2((uint)device.GroupSize);
        var rows = new Factor(left, dims.M, dims.K, dims.TransposeLeft, log / 2);
        var columns = new Factor(right, dims.P, dims.K, !dims.TransposeRight, log - (log / 2));
        device.LaunchGroups(checked(rows.Tiles * columns.Tiles), new MultiplyKernel(rows, columns, result, accumulate));
    }

    // One matrix of a product: Extent rows or columns of the result need Terms values each. It lies as [Terms, Extent] or as
    // [Extent, Terms]. The Threads of a group along it take four neighbours each.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Factor(DeviceBuffer matrix, int extent, int terms, Flag termsOutside, int logThreads)
    {
        // A tile is longest in a group of the largest size, 16 x 16 threads. One more, so that threads that write the terms of one row
        // use different banks.
        private const int SharedStep = 16 + 1;

        public const int SharedLength = Depth * SharedStep;

        public readonly int Extent = extent;
        public readonly int Terms = terms;
        public readonly int Threads = 1 << logThreads;
        public readonly int LogLength = logThreads + 2;
        private readonly ArrayView<float> _matrix = GpuBuffer.At(matrix);
        private readonly Flag _termsOutside = termsOutside;

        public int Length => 1 << LogLength;

        public int Tiles => (Extent + Length - 1) / Length;

        // Copies the values of a tile at the terms from `term` on, zeros where there are none. Neighbours read neighbours.
        public void Stage(ArrayView<float> shared, int tile, int term)
        {
            for (int at = Group.IdxX; at < Length * Depth; at += Group.DimX)
            {
                int k = _termsOutside ? at >> LogLength : at % Depth;
                int i = _termsOutside ? at & (Length - 1) : at / Depth;
                int index = (tile * Length) + i;
                int from = _termsOutside ? ((term + k) * Extent) + index : (index * Terms) + term + k;
                shared[(k * SharedStep * RegisterTile.Side) + i] = index < Extent && term + k < Terms ? _matrix[from] : 0;
            }
        }

        public static Float4 Staged(ArrayView<Float4> shared, int k, int thread) => shared[(k * SharedStep) + thread];
    }

    // A group computes a tile of the result, a thread 4 x 4 of it. Sixteen terms at a time are staged in shared memory, where each
    // value serves a whole row or column of the threads.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct MultiplyKernel(in Factor rows, in Factor columns, DeviceBuffer result, Flag accumulate) : IGroupKernel
    {
        private readonly Factor _rows = rows;
        private readonly Factor _columns = columns;
        private readonly int _columnTiles = columns.Tiles;
        private readonly ArrayView<float> _result = GpuBuffer.At(result);
        private readonly Flag _accumulate = accumulate;

        public void Run()
        {
            ArrayView<Float4> left = SharedMemory.Allocate<Float4>(Factor.SharedLength);
            ArrayView<Float4> right = SharedMemory.Allocate<Float4>(Factor.SharedLength);
            ArrayView<float> tiles = SharedMemory.Allocate<float>(RegisterTile.SharedLength);
            int rowTile = Grid.IdxX / _columnTiles;
            int columnTile = Grid.IdxX % _columnTiles;
            RegisterTile sums = default;
            for (int term = 0; term < _rows.Terms; term += Depth)
            {
                _rows.Stage(left.Cast<float>(), rowTile, term);
                _columns.Stage(right.Cast<float>(), columnTile, term);
                Group.Barrier();
                for (int k = 0; k < Depth; k++)
                {
                    sums.MultiplyAdd(
                        Factor.Staged(left, k, Group.IdxX / _columns.Threads), Factor.Staged(right, k, Group.IdxX % _columns.Threads));
                }

                Group.Barrier();
            }

            sums.Store(tiles);
            Group.Barrier();
            for (int i = Group.IdxX; i < RegisterTile.Length * Group.DimX; i += Group.DimX)
            {
                Write(tiles, rowTile, columnTile, i >> _columns.LogLength, i & (_columns.Length - 1));
            }
        }

        // Neighbours write neighbours: what other threads summed.
        private void Write(ArrayView<float> tiles, int rowTile, int columnTile, int tileRow, int tileColumn)
        {
            int row = (rowTile * _rows.Length) + tileRow;
            int column = (columnTile * _columns.Length) + tileColumn;
            if (row < _rows.Extent && column < _columns.Extent)
            {
                int thread = (tileRow / RegisterTile.Side * _columns.Threads) + (tileColumn / RegisterTile.Side);
                int which = (tileRow % RegisterTile.Side * RegisterTile.Side) + (tileColumn % RegisterTile.Side);
                int at = (row * _columns.Extent) + column;
                _result[at] = (_accumulate ? _result[at] : 0) + RegisterTile.Sum(tiles, which, thread, 1, 1);
            }
        }
    }
}
