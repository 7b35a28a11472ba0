using System.Runtime.Intrinsics;

namespace StnEngine.Kernels.Cpu;

// The CPU: resident threads, a pool of buffers, and kernels for the widest vectors the machine has.
internal abstract unsafe class CpuDevice : Device
{
    private readonly BufferPool<CpuBuffer> _pool = new();
    private readonly List<WeakReference<CpuBuffer>>? _watched;
    private readonly PartPhase _partPhase = new();
    private readonly BlockPhase _blockPhase = new();
    private CpuRecording? _recording;
    private bool _disposed;

    protected CpuDevice(int threads, bool watchMemory)
    {
        Team = new ThreadTeam(threads);
        _watched = watchMemory ? [] : null;
    }

    public ThreadTeam Team { get; }

    // Bytes of all buffers that were ever made: those given back wait in the pool.
    public long HeldBytes { get; private set; }

    public abstract int LaneWidth { get; }

    public override string Spec => "cpu";

    public override string Name => $"{CpuName.Read()}, {Team.Threads} threads, {LaneWidth * 32}-bit vectors";

    // `lanes` is the vector width in floats: 16, 8, 4 or 1; 0 takes what the machine has.
    // `watchMemory` poisons new buffers with NaN and remembers them, so that tests find reads before writes and overruns.
    public static CpuDevice Open(int threads, int lanes = 0, bool watchMemory = false) =>
        (lanes != 0 ? lanes : WidestLanes()) switch
        {
            16 => new CpuDevice<Lanes16>(threads, watchMemory),
            8 => new CpuDevice<Lanes8>(threads, watchMemory),
            4 => new CpuDevice<Lanes4>(threads, watchMemory),
            1 => new CpuDevice<Lanes1>(threads, watchMemory),
            _ => throw new ArgumentOutOfRangeException(nameof(lanes), lanes, "A vector holds 16, 8, 4 or 1 floats."),
        };

    public override DeviceBuffer Allocate(long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CpuBuffer? buffer = _pool.Take(length);
        if (buffer is null)
        {
            try
            {
                buffer = new CpuBuffer(this, length);
                HeldBytes += length * sizeof(float);
            }
            catch (OutOfMemoryException e)
            {
                throw new DeviceException($"cpu: no memory for a buffer of {length * sizeof(float) / 1048576.0:F1} MiB. Use a smaller batch.", e);
            }
        }

        if (_watched is not null)
        {
            new Span<float>(buffer.Pointer, checked((int)length)).Fill(float.NaN);
            _watched.Add(new(buffer));
        }

        return buffer;
    }

    public override DeviceBuffer Hold(byte[] bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new CpuBuffer(this, bytes, FloatsFor(bytes.Length));
    }

    public void GiveBack(CpuBuffer buffer)
    {
        if (_disposed || _watched is not null)
        {
            if (_watched is not null && !buffer.GuardIntact)
            {
                throw new DeviceException($"A kernel wrote past the end of a buffer of {buffer.Length} floats.");
            }

            buffer.Free();
            return;
        }

        _pool.Put(buffer);
    }

    // Runs the call, or adds it to the step that is being recorded.
    public void Submit(CpuCall call)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Team.ReserveScratch(call.ScratchLength);
        if (_recording is not null)
        {
            _recording.Add(call);
            return;
        }

        _blockPhase.Call = call;
        Team.Run(_blockPhase, call.Blocks);
        _partPhase.Clear();
        _partPhase.Add(call);
        Team.Run(_partPhase, _partPhase.Items);
        call.Partials?.Dispose();
    }

    public override void Upload(ReadOnlySpan<float> values, Layout layout, DeviceBuffer to)
    {
        RefuseWhileRecording("Upload");
        HostLayout.Pack(values, layout, ((CpuBuffer)to).Pointer);
    }

    public override void Download(DeviceBuffer from, Layout layout, Span<float> values)
    {
        RefuseWhileRecording("Download");
        HostLayout.Unpack(((CpuBuffer)from).Pointer, layout, values);
    }

    public override void Synchronize() => RefuseWhileRecording("Synchronize");

    public override Recording Record(Action step)
    {
        RefuseWhileRecording("Record");
        var recording = new CpuRecording(this);
        _recording = recording;
        try
        {
            step();
        }
        finally
        {
            _recording = null;
        }

        return recording;
    }

    public override bool IsRecording => _recording is not null;

    // For tests: whether every buffer that is alive has its guard band intact.
    public bool GuardsIntact() => _watched!.TrueForAll(w => !w.TryGetTarget(out CpuBuffer? buffer) || buffer.Pointer == null || buffer.GuardIntact);

    public override void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Team.Dispose();
            foreach (CpuBuffer buffer in _pool.Empty())
            {
                buffer.Free();
            }
        }
    }

    private static int WidestLanes() =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    private sealed class BlockPhase : ITeamWork
    {
        public CpuCall? Call { get; set; }

        public void Run(int item, Scratch scratch) => Call!.RunBlock(item, scratch);
    }
}
