using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class DropoutGpu(GpuDevice device) : IDropout
{
    public void Mask(in DropoutDims dims, DeviceBuffer counter, DeviceBuffer mask) =>
        device.Launch((long)dims.Mask.Blocks * ((dims.Rest + 3) / 4) * Layout.Lanes, new MaskKernel(dims, counter, mask));

    // One thread per image and four elements: what one call of Philox gives. Idle lanes get masks of their own.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct MaskKernel(in DropoutDims dims, DeviceBuffer counter, DeviceBuffer mask) : IThreadKernel
    {
        private readonly ArrayView<float> _counter = GpuBuffer.At(counter);
        private readonly ArrayView<float> _mask = GpuBuffer.At(mask);
        private readonly int _rest = dims.Rest;
        private readonly int _fours = (dims.Rest + 3) / 4;
        private readonly uint _dropBelow = dims.DropBelow;
        private readonly float _scale = dims.Scale;
        private readonly ulong _key = dims.Key;

        public void Run(int thread)
        {
            int lane = thread % Layout.Lanes;
            int block = thread / Layout.Lanes / _fours;
            int i = ((thread / Layout.Lanes) - (block * _fours)) * 4;
            (uint x0, uint x1, uint x2, uint x3) = Philox.Next((uint)i, (uint)((block * Layout.Lanes) + lane), (uint)_counter[0], 0, _key);
            Put(block, i, lane, x0);
            Put(block, i + 1, lane, x1);
            Put(block, i + 2, lane, x2);
            Put(block, i + 3, lane, x3);
        }

        private void Put(int block, int i, int lane, uint random)
        {
            if (i < _rest)
            {
                _mask[(((block * _rest) + i) * Layout.Lanes) + lane] = random < _dropBelow ? 0 : _scale;
            }
        }
    }
}
