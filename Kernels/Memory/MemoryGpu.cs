using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class MemoryGpu(GpuDevice device) : IMemory
{
    public void Fill(in Layout layout, DeviceBuffer buffer, float value)
    {
        if (value != 0 || !device.TryClearAtStart((GpuBuffer)buffer, layout.StoredLength))
        {
            device.Launch(layout.StoredLength, new FillKernel(buffer, value));
        }
    }

    public void Copy(in Layout layout, DeviceBuffer from, DeviceBuffer to) =>
        device.Launch(layout.StoredLength, new CopyKernel(from, to));

    public void Add(in Layout layout, DeviceBuffer from, DeviceBuffer to) =>
        device.Launch(layout.StoredLength, new AddKernel(from, to));

    public void Increment(DeviceBuffer counter, float below) => device.Launch(1, new IncrementKernel(counter, below));

    // Each of these: one thread per float, idle lanes included.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct FillKernel(DeviceBuffer buffer, float value) : IThreadKernel
    {
        private readonly ArrayView<float> _buffer = GpuBuffer.At(buffer);
        private readonly float _value = value;

        public void Run(int i)
        {
            _buffer[i] = _value;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct CopyKernel(DeviceBuffer from, DeviceBuffer to) : IThreadKernel
    {
        private readonly ArrayView<float> _from = GpuBuffer.At(from);
        private readonly ArrayView<float> _to = GpuBuffer.At(to);

        public void Run(int i)
        {
            _to[i] = _from[i];
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct AddKernel(DeviceBuffer from, DeviceBuffer to) : IThreadKernel
    {
        private readonly ArrayView<float> _from = GpuBuffer.At(from);
        private readonly ArrayView<float> _to = GpuBuffer.At(to);

        public void Run(int i)
        {
            _to[i] += _from[i];
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct IncrementKernel(DeviceBuffer counter, float below) : IThreadKernel
    {
        private readonly ArrayView<float> _counter = GpuBuffer.At(counter);
        private readonly float _below = below;

        public void Run(int thread)
        {
            float next = _counter[0] + 1;
            _counter[0] = next < _below ? next : 0;
        }
    }
}
