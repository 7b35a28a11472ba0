namespace StnEngine.Kernels.Cpu;

// The CPU device with its kernels compiled for one vector width.
internal sealed class CpuDevice<V> : CpuDevice
    where V : unmanaged, ILanes<V>
{
    public CpuDevice(int threads, bool watchMemory)
        : base(threads, watchMemory)
    {
        Conv2d = new Conv2dCpu<V>(this);
    }

    public override int LaneWidth => V.Width;

    public override IConv2d Conv2d { get; }
}
