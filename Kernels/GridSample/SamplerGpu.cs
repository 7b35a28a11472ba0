using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Reads images at positions, wherever those come from.
internal static class SamplerGpu
{
    public static void Forward<TPositions>(GpuDevice device, in GridSampleDims dims, in TPositions positions, DeviceBuffer image, DeviceBuffer output)
        where TPositions : struct, IVectorField
    {
        if (dims.HasLinearTaps)
        {
            device.Launch(OutputPixel.Threads(dims), new Kernel<TPositions, BilinearFootprint>(dims, positions, image, output));
        }
        else
        {
            device.Launch(OutputPixel.Threads(dims), new Kernel<TPositions, TapFootprint>(dims, positions, image, output));
        }
    }

    // One thread per output pixel and image; it walks the channels itself, so that position, pixels and weights are worked out
    // once instead of C times. Idle lanes are sampled like the others: they read and write only themselves.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Kernel<TPositions, TFootprint>(in GridSampleDims dims, TPositions positions, DeviceBuffer image, DeviceBuffer output) : IThreadKernel
        where TPositions : struct, IVectorField
        where TFootprint : struct, IFootprint<TFootprint>
    {
        private readonly GridSampleDims _dims = dims;
        private readonly TPositions _positions = positions;
        private readonly ArrayView<float> _image = GpuBuffer.At(image);
        private readonly ArrayView<float> _output = GpuBuffer.At(output);

        public void Run(int thread)
        {
            var pixel = OutputPixel.Of(thread, _dims);
            (float x, float y) = _positions.At(pixel);
            TFootprint footprint = TFootprint.At(_dims, x, y);
            int plane = pixel.InImage(_dims), to = pixel.InOutput(_dims);
            for (int c = 0; c < _dims.C; c++)
            {
                _output[to] = footprint.Read(_image, plane);
                plane += _dims.H * _dims.W * Layout.Lanes;
                to += _dims.OutH * _dims.OutW * Layout.Lanes;
            }
        }
    }
}
