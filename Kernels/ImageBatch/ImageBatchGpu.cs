using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Neighbouring threads write neighbouring lanes. What they read lies an image apart, but the bytes beside it are read by the threads
// of the next pixels, out of the same cache.
internal sealed class ImageBatchGpu(GpuDevice device) : IImageBatch
{
    public void Gather(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels) =>
        device.Launch(dims.Images.StoredLength, new GatherKernel(dims, new BatchViews(pixels, labels, table, picks, images, imageLabels)));

    public void Warp(in ImageBatchDims dims, DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels) =>
        device.Launch(dims.Images.StoredLength / dims.C, new WarpKernel(dims, new BatchViews(pixels, labels, table, picks, images, imageLabels)));

    // What both kernels read and write.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct BatchViews(DeviceBuffer pixels, DeviceBuffer labels, DeviceBuffer table, DeviceBuffer picks, DeviceBuffer images, DeviceBuffer imageLabels)
    {
        public readonly ArrayView<byte> Pixels = GpuBuffer.At(pixels).Cast<byte>();
        public readonly ArrayView<float> Picks = GpuBuffer.At(picks);
        public readonly ArrayView<float> Images = GpuBuffer.At(images);
        private readonly ArrayView<byte> _labels = GpuBuffer.At(labels).Cast<byte>();
        private readonly ArrayView<float> _table = GpuBuffer.At(table);
        private readonly ArrayView<float> _imageLabels = GpuBuffer.At(imageLabels);

        // What a byte of a channel means.
        public float Meaning(int channel, int value) => _table[(channel * ImageBatchDims.ByteValues) + value];

        // Gives an image of the batch the label of the one that was picked.
        public void Label(int image, int number) => _imageLabels[image] = number < 0 ? float.NaN : _labels[number];
    }

    // One thread per float of the batch; the thread of an image's first float gives its label.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct GatherKernel(in ImageBatchDims dims, in BatchViews views) : IThreadKernel
    {
        private readonly BatchViews _views = views;
        private readonly ImageBatchDims _dims = dims;

        public void Run(int to)
        {
            int lane = to % Layout.Lanes, block = to / Layout.Lanes / _dims.ImageSize, i = to / Layout.Lanes % _dims.ImageSize;
            int number = _dims.Picked(_views.Picks[_dims.ImageIn(block, lane)]);
            _views.Images[to] = _views.Meaning(i / _dims.Plane, _views.Pixels[(Math.Max(number, 0) * _dims.ImageSize) + i]);
            if (i == 0)
            {
                _views.Label((block * Layout.Lanes) + lane, number);
            }
        }
    }

    // One thread per pixel of an image; it walks the channels itself, so the position is worked out once instead of C times. The thread
    // of an image's first pixel gives its label.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct WarpKernel(in ImageBatchDims dims, in BatchViews views) : IThreadKernel
    {
        private readonly BatchViews _views = views;
        private readonly ImageBatchDims _dims = dims;

        public void Run(int thread)
        {
            int lane = thread % Layout.Lanes, block = thread / Layout.Lanes / _dims.OutPlane, i = thread / Layout.Lanes % _dims.OutPlane;
            int pick = (block * ImageBatchDims.WarpPick * Layout.Lanes) + (_dims.ImageIn(block, lane) % Layout.Lanes);
            int number = _dims.Picked(_views.Picks[pick]);
            float dx = (i % _dims.OutW) - _dims.MiddleColumn, dy = (i / _dims.OutW) - _dims.MiddleRow;
            float x = Within((Map(pick, 0) * dx) + (Map(pick, 1) * dy) + Map(pick, 2), _dims.W);
            float y = Within((Map(pick, 3) * dx) + (Map(pick, 4) * dy) + Map(pick, 5), _dims.H);
            int left = Floor(x), top = Floor(y);
            for (int c = 0; c < _dims.C; c++)
            {
                int plane = (Math.Max(number, 0) * _dims.ImageSize) + (c * _dims.Plane);
                float upper = Blend(Pixel(c, plane, top, left), Pixel(c, plane, top, left + 1), x - left);
                float lower = Blend(Pixel(c, plane, top + 1, left), Pixel(c, plane, top + 1, left + 1), x - left);
                _views.Images[(((((block * _dims.C) + c) * _dims.OutPlane) + i) * Layout.Lanes) + lane] = Blend(upper, lower, y - top);
            }

            if (i == 0)
            {
                _views.Label((block * Layout.Lanes) + lane, number);
            }
        }

        // A position that is outside, or no number, goes to where every pixel around it is outside, and stays small enough for an int.
        private static float Within(float position, int size) => !(position > -1) ? -1 : position < size ? position : size;

        private static int Floor(float position) => position < 0 ? -1 : (int)position;

        private static float Blend(float a, float b, float along) => a + (along * (b - a));

        private float Map(int pick, int i) => _views.Picks[pick + ((1 + i) * Layout.Lanes)];

        private float Pixel(int c, int plane, int y, int x)
        {
            bool inside = y >= 0 && y < _dims.H && x >= 0 && x < _dims.W;
            return _views.Meaning(c, inside ? _views.Pixels[plane + (y * _dims.W) + x] : 0);
        }
    }
}
