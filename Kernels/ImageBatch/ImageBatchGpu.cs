using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Neighbouring threads write neighbouring lanes. What they read lies an image apart, but the bytes beside it are read by the threads
// of the next pixels, out of the same cache.
internal sealed class ImageBatchGpu(GpuDevice device) : IImageBatch
{
    public void Gather(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels) =>
        device.Launch(dims.Images.StoredLength, new GatherKernel(dims, pixels, labels, table, picks, images, imageLabels));

    public void Warp(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels) =>
        device.Launch(dims.Images.StoredLength / dims.C, new WarpKernel(dims, pixels, labels, table, picks, images, imageLabels));

    // One thread per float of the batch; the thread of an image's first float gives its label.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct GatherKernel(
        in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels) : IGpuKernel
    {
        private readonly ArrayView<byte> _pixels = GpuBuffer.At(pixels).Cast<byte>();
        private readonly ArrayView<byte> _labels = GpuBuffer.At(labels).Cast<byte>();
        private readonly ArrayView<float> _table = GpuBuffer.At(table);
        private readonly ArrayView<float> _picks = GpuBuffer.At(picks);
        private readonly ArrayView<float> _images = GpuBuffer.At(images);
        private readonly ArrayView<float> _imageLabels = GpuBuffer.At(imageLabels);
        private readonly ImageBatchDims _dims = dims;
        private readonly int _length = (int)dims.Images.StoredLength;

        public void Run()
        {
            int to = GpuThread.Index;
            if (to >= _length)
            {
                return;
            }

            int lane = to % Layout.Lanes, block = to / Layout.Lanes / _dims.ImageSize, i = to / Layout.Lanes % _dims.ImageSize;
            int number = _dims.Picked(_picks[_dims.ImageIn(block, lane)]);
            _images[to] = _table[(i / _dims.Plane * ImageBatchDims.ByteValues) + _pixels[(Math.Max(number, 0) * _dims.ImageSize) + i]];
            if (i == 0)
            {
                _imageLabels[(block * Layout.Lanes) + lane] = number < 0 ? float.NaN : _labels[number];
            }
        }
    }

    // One thread per pixel of an image; it walks the channels itself, so the position is worked out once instead of C times. The thread
    // of an image's first pixel gives its label.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct WarpKernel(
        in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels) : IGpuKernel
    {
        private readonly ArrayView<byte> _pixels = GpuBuffer.At(pixels).Cast<byte>();
        private readonly ArrayView<byte> _labels = GpuBuffer.At(labels).Cast<byte>();
        private readonly ArrayView<float> _table = GpuBuffer.At(table);
        private readonly ArrayView<float> _picks = GpuBuffer.At(picks);
        private readonly ArrayView<float> _images = GpuBuffer.At(images);
        private readonly ArrayView<float> _imageLabels = GpuBuffer.At(imageLabels);
        private readonly ImageBatchDims _dims = dims;
        private readonly int _threads = (int)(dims.Images.StoredLength / dims.C);

        public void Run()
        {
            int thread = GpuThread.Index;
            if (thread >= _threads)
            {
                return;
            }

            int lane = thread % Layout.Lanes, block = thread / Layout.Lanes / _dims.OutPlane, i = thread / Layout.Lanes % _dims.OutPlane;
            int pick = (block * ImageBatchDims.WarpPick * Layout.Lanes) + (_dims.ImageIn(block, lane) % Layout.Lanes);
            int number = _dims.Picked(_picks[pick]);
            float dx = (i % _dims.OutW) - _dims.MiddleColumn, dy = (i / _dims.OutW) - _dims.MiddleRow;
            float x = Within((Map(pick, 0) * dx) + (Map(pick, 1) * dy) + Map(pick, 2), _dims.W);
            float y = Within((Map(pick, 3) * dx) + (Map(pick, 4) * dy) + Map(pick, 5), _dims.H);
            int left = Floor(x), top = Floor(y);
            for (int c = 0; c < _dims.C; c++)
            {
                int plane = (Math.Max(number, 0) * _dims.ImageSize) + (c * _dims.Plane);
                float upper = Blend(Pixel(c, plane, top, left), Pixel(c, plane, top, left + 1), x - left);
                float lower = Blend(Pixel(c, plane, top + 1, left), Pixel(c, plane, top + 1, left + 1), x - left);
                _images[(((((block * _dims.C) + c) * _dims.OutPlane) + i) * Layout.Lanes) + lane] = Blend(upper, lower, y - top);
            }

            if (i == 0)
            {
                _imageLabels[(block * Layout.Lanes) + lane] = number < 0 ? float.NaN : _labels[number];
            }
        }

        // A position that is outside, or no number, goes to where every pixel around it is outside, and stays small enough for an int.
        private static float Within(float position, int size) => !(position > -1) ? -1 : position < size ? position : size;

        private static int Floor(float position) => position < 0 ? -1 : (int)position;

        private static float Blend(float a, float b, float along) => a + (along * (b - a));

        private float Map(int pick, int i) => _picks[pick + ((1 + i) * Layout.Lanes)];

        private float Pixel(int c, int plane, int y, int x)
        {
            bool inside = y >= 0 && y < _dims.H && x >= 0 && x < _dims.W;
            return _table[(c * ImageBatchDims.ByteValues) + (inside ? _pixels[plane + (y * _dims.W) + x] : 0)];
        }
    }
}
