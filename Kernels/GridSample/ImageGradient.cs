using System.Numerics;
using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// The gradient of a sampled image. Any output may have read any pixel, so threads meet when they spread their gradients; they add
// whole numbers, whose sum has the same bits in every order. An image's gradients are scaled to whole numbers by a power of four
// that follows from the largest of them, such that no sum can overflow: that largest becomes at least 2^49 for an output of 28 by
// 28, 2^32 for the largest output there can be. Where a gradient is not finite there is no such scale: its whole image gets NaN.
internal static class ImageGradient
{
    private const int ItemsPerThread = 16;

    public static void Add<TPositions>(GpuDevice device, in GridSampleDims dims, in TPositions positions, DeviceBuffer gradOutput, DeviceBuffer gradImage)
        where TPositions : struct, IVectorField
    {
        var chunks = new BlockChunks(device, dims.Output.Blocks, dims.Output.Rest, ItemsPerThread);
        int images = dims.Image.Blocks * Layout.Lanes;
        using GpuBuffer partials = device.Temporary((long)chunks.Count * images);
        using GpuBuffer roots = device.Temporary(images);
        using GpuBuffer sums = device.Temporary(2 * dims.Image.StoredLength);
        device.LaunchGroups(chunks.Groups, new LargestKernel(dims, chunks, gradOutput, partials));
        device.Launch(dims.Image.StoredLength, new StartKernel(dims, chunks, partials, roots, sums));
        if (dims.HasLinearTaps)
        {
            device.Launch(OutputPixel.Threads(dims), new SpreadKernel<TPositions, BilinearFootprint>(dims, positions, gradOutput, roots, sums));
        }
        else
        {
            device.Launch(OutputPixel.Threads(dims), new SpreadKernel<TPositions, TapFootprint>(dims, positions, gradOutput, roots, sums));
        }

        device.Launch(dims.Image.StoredLength, new FinishKernel(dims, roots, sums, gradImage));
    }

    // A group finds the largest size of a gradient in its chunk, for each image of a block; NaN if one is NaN.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct LargestKernel(in GridSampleDims dims, BlockChunks chunks, DeviceBuffer gradOutput, DeviceBuffer partials) : IGroupKernel
    {
        private readonly BlockChunks _chunks = chunks;
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _partials = GpuBuffer.At(partials);
        private readonly int _rest = dims.Output.Rest;

        public void Run()
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(GpuDevice.MaxGroupSize);
            int lane = Group.IdxX % Layout.Lanes;
            float largest = 0;
            for (int i = _chunks.First; i < _chunks.End; i += BlockChunks.Step)
            {
                float grad = _gradOutput[(((_chunks.Block * _rest) + i) * Layout.Lanes) + lane];
                largest = GpuMath.Max(largest, Math.Abs(grad));
            }

            shared[Group.IdxX] = largest;
            Group.Barrier();
            if (Group.IdxX < Layout.Lanes)
            {
                for (int other = lane + Layout.Lanes; other < Group.DimX; other += Layout.Lanes)
                {
                    largest = GpuMath.Max(largest, shared[other]);
                }

                _partials[(Grid.IdxX * Layout.Lanes) + lane] = largest;
            }
        }
    }

    // One thread per pixel sets its sum to 0; the first ones also work out an image's scale each. Its root is kept, for a scale
    // itself may be beyond a float: 0 where there is nothing to spread, NaN where a gradient is not finite.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct StartKernel(in GridSampleDims dims, BlockChunks chunks, DeviceBuffer partials, DeviceBuffer roots, DeviceBuffer sums) : IThreadKernel
    {
        private const float MostRoot = 1e30f;
        private readonly ArrayView<float> _partials = GpuBuffer.At(partials);
        private readonly ArrayView<float> _roots = GpuBuffer.At(roots);
        private readonly ArrayView<long> _sums = GpuBuffer.At(sums).Cast<long>();
        private readonly int _chunks = chunks.Count;
        private readonly int _live = dims.N;
        private readonly int _images = dims.Image.Blocks * Layout.Lanes;

        // What a gradient may come to: the weights of a position sum to less than 2 in size, and all positions may read one pixel.
        private readonly float _most = MathF.ScaleB(1, BitOperations.LeadingZeroCount((ulong)dims.OutH * (ulong)dims.OutW) - 3);

        public void Run(int i)
        {
            _sums[i] = 0;
            if (i < _images)
            {
                _roots[i] = i < _live ? Root(i) : 0;
            }
        }

        private float Root(int image)
        {
            float largest = 0;
            for (int chunk = 0; chunk < _chunks; chunk++)
            {
                largest = GpuMath.Max(largest, _partials[(chunk * _images) + image]);
            }

            if (largest == 0 || largest - largest != 0)
            {
                return largest * 0;
            }

            float root = 1;
            while (largest * root * root > _most)
            {
                root *= 0.5f;
            }

            while (root < MostRoot && largest * (root * 2) * (root * 2) <= _most)
            {
                root *= 2;
            }

            return root;
        }
    }

    // One thread per output pixel and image, as in SamplerGpu. Idle lanes have a root of 0.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct SpreadKernel<TPositions, TFootprint>(
        in GridSampleDims dims, TPositions positions, DeviceBuffer gradOutput, DeviceBuffer roots, DeviceBuffer sums) : IThreadKernel
        where TPositions : struct, IVectorField
        where TFootprint : struct, IFootprint<TFootprint>
    {
        private readonly GridSampleDims _dims = dims;
        private readonly TPositions _positions = positions;
        private readonly ArrayView<float> _gradOutput = GpuBuffer.At(gradOutput);
        private readonly ArrayView<float> _roots = GpuBuffer.At(roots);
        private readonly ArrayView<long> _sums = GpuBuffer.At(sums).Cast<long>();

        public void Run(int thread)
        {
            var pixel = OutputPixel.Of(thread, _dims);
            float root = _roots[pixel.Image];
            if (!(root > 0))
            {
                return;
            }

            (float x, float y) = _positions.At(pixel);
            TFootprint footprint = TFootprint.At(_dims, x, y);
            int plane = pixel.InImage(_dims), from = pixel.InOutput(_dims);
            for (int c = 0; c < _dims.C; c++)
            {
                footprint.Spread(_sums, plane, _gradOutput[from] * root * root);
                plane += _dims.H * _dims.W * Layout.Lanes;
                from += _dims.OutH * _dims.OutW * Layout.Lanes;
            }
        }
    }

    // One thread per pixel.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct FinishKernel(in GridSampleDims dims, DeviceBuffer roots, DeviceBuffer sums, DeviceBuffer gradImage) : IThreadKernel
    {
        private readonly ArrayView<float> _roots = GpuBuffer.At(roots);
        private readonly ArrayView<long> _sums = GpuBuffer.At(sums).Cast<long>();
        private readonly ArrayView<float> _gradImage = GpuBuffer.At(gradImage);
        private readonly int _blockLength = dims.Image.BlockLength;

        public void Run(int i)
        {
            float root = _roots[(i / _blockLength * Layout.Lanes) + (i % Layout.Lanes)];
            if (root != 0)
            {
                _gradImage[i] += _sums[i] / root / root;
            }
        }
    }
}
