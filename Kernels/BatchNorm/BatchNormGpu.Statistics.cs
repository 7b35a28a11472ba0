using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed partial class BatchNormGpu
{
    // One group per row and channel: the mean of its numbers, rounded to a float (the centre), then the sums of the distances from
    // it and of their squares. StatisticsKernel moves distances from a row's centre to the first row's for the mean, to the
    // mean for the variance. All of these are small numbers, however large the mean is; nowhere is a squared mean subtracted from a
    // mean of squares. The second reading of a number finds it in the cache.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct RowKernel(in BatchNormDims dims, in BatchNormRows rows, DeviceBuffer input, DeviceBuffer partials) : IGroupKernel
    {
        private readonly BatchNormDims _dims = dims;
        private readonly BatchNormRows _rows = rows;
        private readonly ArrayView<float> _input = GpuBuffer.At(input);
        private readonly ArrayView<float> _partials = GpuBuffer.At(partials);

        public void Run()
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(GpuDevice.MaxGroupSize);
            int row = Grid.IdxX / _dims.C;
            int channel = Grid.IdxX - (row * _dims.C);
            int lane = Group.IdxX % Layout.Lanes;
            int first = _rows.FirstPosition(row) + (Group.IdxX / Layout.Lanes);

            // A thread of an idle lane reads nothing, and adds nothing to the sums.
            int end = lane < _rows.LiveLanes(row) ? _rows.EndPosition(row) : 0;
            int step = Group.DimX / Layout.Lanes;
            float sum = 0;
            for (int position = first; position < end; position += step)
            {
                sum += _input[Place(_dims, _rows.Block(row), lane, channel, position)];
            }

            _ = GroupSum.Columns(shared, sum, 1);
            float centre = shared[0] / _rows.Numbers(row);
            Group.Barrier();
            float distances = 0;
            float squares = 0;
            for (int position = first; position < end; position += step)
            {
                float distance = _input[Place(_dims, _rows.Block(row), lane, channel, position)] - centre;
                distances += distance;
                squares += distance * distance;
            }

            distances = GroupSum.Columns(shared, distances, 1);
            squares = GroupSum.Columns(shared, squares, 1);
            if (Group.IdxX == 0)
            {
                _partials[3 * Grid.IdxX] = centre;
                _partials[(3 * Grid.IdxX) + 1] = distances;
                _partials[(3 * Grid.IdxX) + 2] = squares;
            }
        }
    }

    // One group per channel; its threads share out the rows.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct StatisticsKernel(in BatchNormDims dims, in BatchNormRows rows, DeviceBuffer partials, DeviceBuffer mean, DeviceBuffer variance) : IGroupKernel
    {
        private readonly BatchNormDims _dims = dims;
        private readonly BatchNormRows _rows = rows;
        private readonly ArrayView<float> _partials = GpuBuffer.At(partials);
        private readonly ArrayView<float> _mean = GpuBuffer.At(mean);
        private readonly ArrayView<float> _variance = GpuBuffer.At(variance);

        public void Run()
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(GpuDevice.MaxGroupSize);
            int channel = Grid.IdxX;
            float origin = _partials[3 * channel];
            float distances = 0;
            for (int row = Group.IdxX; row < _rows.Count; row += Group.DimX)
            {
                int at = 3 * ((row * _dims.C) + channel);
                distances += _partials[at + 1] + (_rows.Numbers(row) * (_partials[at] - origin));
            }

            // The mean, as its distance from the first row's centre.
            _ = GroupSum.Columns(shared, distances, 1);
            float offset = shared[0] / _dims.Count;
            Group.Barrier();
            float squares = 0;
            for (int row = Group.IdxX; row < _rows.Count; row += Group.DimX)
            {
                int at = 3 * ((row * _dims.C) + channel);
                float move = _partials[at] - origin - offset;
                float moved = _partials[at + 2] + (move * ((2 * _partials[at + 1]) + (_rows.Numbers(row) * move)));
                squares += GpuMath.Max(moved, 0);
            }

            squares = GroupSum.Columns(shared, squares, 1);
            if (Group.IdxX == 0)
            {
                _mean[channel] = origin + offset;
                _variance[channel] = squares / _dims.Count;
            }
        }
    }

    // One thread per channel.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct UpdateRunningKernel(
        in BatchNormDims dims, float momentum, DeviceBuffer mean, DeviceBuffer variance, DeviceBuffer runningMean, DeviceBuffer runningVariance) : IThreadKernel
    {
        private readonly ArrayView<float> _mean = GpuBuffer.At(mean);
        private readonly ArrayView<float> _variance = GpuBuffer.At(variance);
        private readonly ArrayView<float> _runningMean = GpuBuffer.At(runningMean);
        private readonly ArrayView<float> _runningVariance = GpuBuffer.At(runningVariance);
        private readonly float _momentum = momentum;
        private readonly float _unbias = (float)dims.Count / (dims.Count - 1);

        public void Run(int c)
        {
            _runningMean[c] += _momentum * (_mean[c] - _runningMean[c]);
            _runningVariance[c] += _momentum * ((_variance[c] * _unbias) - _runningVariance[c]);
        }
    }
}
