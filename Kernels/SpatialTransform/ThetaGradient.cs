using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// The gradient of affine transformations from the gradients of the positions they gave, in pixels: six sums over the output for
// each image, as in AffinePositions. Groups leave partial sums, which are then added up in a fixed order.
internal static class ThetaGradient
{
    private const int ItemsPerThread = 4;
    private const int Entries = 6;
    private const int Columns = Entries * Layout.Lanes;

    public static void Add<TGradient>(GpuDevice device, in SpatialTransformDims dims, in TGradient gradient, DeviceBuffer gradTheta)
        where TGradient : struct, IVectorField
    {
        var chunks = new BlockChunks(device, dims.Theta.Blocks, dims.OutH * dims.OutW, ItemsPerThread);
        int columns = (int)dims.Theta.StoredLength;
        using GpuBuffer partials = device.Temporary((long)chunks.Count * columns);
        device.LaunchGroups(chunks.Groups, new Kernel<TGradient>(dims, chunks, gradient, partials));
        RowSum.Launch(device, GpuBuffer.At(partials), chunks.Count, columns, 1, GpuBuffer.At(gradTheta), accumulate: true);
    }

    // A thread sums over its pixels of one image's chunk; then the group's first threads, one for each entry and image, add up
    // what the threads of that image have. Idle lanes sum for themselves.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Kernel<TGradient>(in SpatialTransformDims dims, BlockChunks chunks, TGradient gradient, DeviceBuffer partials) : IGroupKernel
        where TGradient : struct, IVectorField
    {
        private readonly BlockChunks _chunks = chunks;
        private readonly TGradient _gradient = gradient;
        private readonly ArrayView<float> _partials = GpuBuffer.At(partials);
        private readonly int _outW = dims.OutW;
        private readonly float _middleColumn = dims.MiddleColumn, _middleRow = dims.MiddleRow;
        private readonly float _columnToX = dims.ColumnToX, _rowToX = dims.RowToX, _columnToY = dims.ColumnToY, _rowToY = dims.RowToY;
        private readonly float _scaleX = dims.Sampling.ScaleX, _scaleY = dims.Sampling.ScaleY;

        public void Run()
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(Entries * GpuDevice.MaxGroupSize);
            int lane = Group.IdxX % Layout.Lanes;
            float x = 0, xColumn = 0, xRow = 0, y = 0, yColumn = 0, yRow = 0;
            for (int i = _chunks.First; i < _chunks.End; i += BlockChunks.Step)
            {
                var pixel = new OutputPixel(_chunks.Block, lane, i, _outW);
                (float gradX, float gradY) = _gradient.At(pixel);
                float column = pixel.Column - _middleColumn, row = pixel.Row - _middleRow;
                x += gradX;
                xColumn += gradX * column;
                xRow += gradX * row;
                y += gradY;
                yColumn += gradY * column;
                yRow += gradY * row;
            }

            int at = (Group.IdxX / Layout.Lanes * Columns) + lane;
            shared[at] = xColumn * _columnToX;
            shared[at + Layout.Lanes] = xRow * _rowToX;
            shared[at + (2 * Layout.Lanes)] = x * _scaleX;
            shared[at + (3 * Layout.Lanes)] = yColumn * _columnToY;
            shared[at + (4 * Layout.Lanes)] = yRow * _rowToY;
            shared[at + (5 * Layout.Lanes)] = y * _scaleY;
            Group.Barrier();
            for (int k = Group.IdxX; k < Columns; k += Group.DimX)
            {
                float sum = 0;
                for (int slice = 0; slice < BlockChunks.Step; slice++)
                {
                    sum += shared[(slice * Columns) + k];
                }

                _partials[(Grid.IdxX * Columns) + k] = sum;
            }
        }
    }
}
