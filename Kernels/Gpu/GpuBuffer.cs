using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Floats in a GPU's memory. Tests ask for a guard band of a known value behind them.
internal sealed class GpuBuffer : DeviceBuffer
{
    private readonly GpuDevice _device;
    private readonly GpuMemory? _memory;

    public GpuBuffer(GpuDevice device, GpuMemory memory, long length)
        : base(device, null, 0, length)
    {
        _device = device;
        _memory = memory;
        View = memory.View.SubView(0, length);
    }

    private GpuBuffer(GpuBuffer root, long offset, long length)
        : base(root._device, root, offset, length)
    {
        _device = root._device;
        View = root.View.SubView(offset, length);
    }

    public ArrayView<float> View { get; }

    // What lies behind the floats: the guard band, if there is one.
    public ArrayView<float> Behind => _memory!.View.SubView(Length, _memory.View.Length - Length);

    public bool IsFreed { get; private set; }

    public static ArrayView<float> At(DeviceBuffer buffer) => ((GpuBuffer)buffer).View;

    public override DeviceBuffer Slice(long offset, long length)
    {
        RequireSlice(offset, length);
        return new GpuBuffer((GpuBuffer)Root, Offset + offset, length);
    }

    public void Free()
    {
        IsFreed = true;
        _memory?.Dispose();
    }

    private protected override void GiveBack() => _device.GiveBack(this);
}
