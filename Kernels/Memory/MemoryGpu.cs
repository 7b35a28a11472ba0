using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

internal sealed class MemoryGpu(GpuDevice device) : IMemory
{
    public void Fill(in Layout layout, DeviceBuffer buffer, float value)
    {
        if (value != 0 || !device.TryClearAtStart((GpuBuffer)buffer, layout.StoredLength))
        {
            device.Launch(layout.StoredLength, new FillKernel(layout, buffer, value));
        }
    }

    public void Copy(in Layout layout, DeviceBuffer from, DeviceBuffer to) =>
        device.Launch(layout.StoredLength, new CopyKernel(layout, from, to));

    public void Add(in Layout layout, DeviceBuffer from, DeviceBuffer to) =>
        device.Launch(layout.StoredLength, new AddKernel(layout, from, to));

    public void Increment(DeviceBuffer counter) => device.Launch(1, new IncrementKernel(counter));

    // Each of these: one thread per float, idle lanes included.
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct FillKernel(in Layout layout, DeviceBuffer buffer, float value) : IGpuKernel
    {
        private readonly ArrayView<float> _buffer = GpuBuffer.At(buffer);
        private readonly int _length = (int)layout.StoredLength;
        private readonly float _value = value;

        public void Run()
        {
            int i = GpuThread.Index;
            if (i < _length)
            {
                _buffer[i] = _value;
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct CopyKernel(in Layout layout, DeviceBuffer from, DeviceBuffer to) : IGpuKernel
    {
        private readonly ArrayView<float> _from = GpuBuffer.At(from);
        private readonly ArrayView<float> _to = GpuBuffer.At(to);
        private readonly int _length = (int)layout.StoredLength;

        public void Run()
        {
            int i = GpuThread.Index;
            if (i < _length)
            {
                _to[i] = _from[i];
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct AddKernel(in Layout layout, DeviceBuffer from, DeviceBuffer to) : IGpuKernel
    {
        private readonly ArrayView<float> _from = GpuBuffer.At(from);
        private readonly ArrayView<float> _to = GpuBuffer.At(to);
        private readonly int _length = (int)layout.StoredLength;

        public void Run()
        {
            int i = GpuThread.Index;
            if (i < _length)
            {
                _to[i] += _from[i];
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct IncrementKernel(DeviceBuffer counter) : IGpuKernel
    {
        private readonly ArrayView<float> _counter = GpuBuffer.At(counter);

        public void Run()
        {
            if (GpuThread.Index == 0)
            {
                _counter[0] += 1;
            }
        }
    }
}
