using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Cpu;

// Floats in unmanaged memory, aligned to a cache line, with a guard band behind them that tests inspect.
internal sealed unsafe class CpuBuffer : DeviceBuffer
{
    private const int AlignmentBytes = 64;
    private readonly CpuDevice _device;
    private GCHandle _pinned;

    public CpuBuffer(CpuDevice device, long length)
        : base(device, null, 0, length)
    {
        _device = device;
        nuint bytes = checked((nuint)(PaddedLength + GuardLength) * sizeof(float));
        Pointer = (float*)NativeMemory.AlignedAlloc(bytes, AlignmentBytes);
        new Span<float>(Pointer + length, (int)(PaddedLength - length) + GuardLength).Fill(GuardValue);
    }

    // The host's own bytes, read in place; no guard lies behind them.
    public CpuBuffer(CpuDevice device, byte[] bytes, int length)
        : base(device, null, 0, length)
    {
        _device = device;
        _pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        Pointer = (float*)_pinned.AddrOfPinnedObject();
    }

    private CpuBuffer(CpuBuffer root, long offset, long length)
        : base(root._device, root, offset, length)
    {
        _device = root._device;
        Pointer = root.Pointer + offset;
    }

    // Unreachable without Dispose: the memory goes back to the system, not to the pool.
    ~CpuBuffer() => Free();

    public float* Pointer { get; private set; }

    public bool GuardIntact
    {
        get
        {
            var band = new ReadOnlySpan<float>(Pointer + Length, (int)(PaddedLength - Length) + GuardLength);
            return band.IndexOfAnyExcept(GuardValue) < 0;
        }
    }

    // Lengths are padded so that every allocation ends on a cache line before its guard.
    private long PaddedLength => (Length + GuardLength - 1) / GuardLength * GuardLength;

    public override DeviceBuffer Slice(long offset, long length)
    {
        RequireSlice(offset, length);
        return new CpuBuffer((CpuBuffer)Root, Offset + offset, length);
    }

    public void Free()
    {
        if (_pinned.IsAllocated)
        {
            _pinned.Free();
        }
        else if (ReferenceEquals(Root, this) && Pointer != null)
        {
            NativeMemory.AlignedFree(Pointer);
        }

        Pointer = null;
    }

    private protected override void GiveBack()
    {
        if (_pinned.IsAllocated)
        {
            Free();
        }
        else
        {
            _device.GiveBack(this);
        }
    }
}
