using System.Globalization;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// A GPU, or what plays one: buffers, launches and recordings. The operations are in GpuDevice.Operations.cs.
internal sealed unsafe partial class GpuDevice : Device
{
    // Shared memory of a group kernel is laid out for this many threads.
    public const int MaxGroupSize = 256;

    private readonly GpuAccelerator _accelerator;
    private readonly GpuOptions _options;
    private readonly BufferPool<GpuBuffer> _pool = new();
    private readonly List<WeakReference<GpuBuffer>> _watched = [];
    private readonly GpuMemory _nothing;
    private GpuRecording? _recording;
    private float[] _packed = [];
    private bool _disposed;

    public GpuDevice(GpuAccelerator accelerator, GpuOptions? options = null)
    {
        _accelerator = accelerator;
        _options = options ?? new GpuOptions();
        _nothing = accelerator.Allocate(1);
        Memory = new MemoryGpu(this);
        ImageBatch = new ImageBatchGpu(this);
        Conv2d = new Conv2dGpu(this);
        MaxPool2d = new MaxPool2dGpu(this);
        AvgPool2d = new AvgPool2dGpu(this);
        BatchNorm = new BatchNormGpu(this);
        Linear = new LinearGpu(this);
        MatMul = new MatMulGpu(this);
        Elementwise = new ElementwiseGpu(this);
        Broadcast = new BroadcastGpu(this);
        CopyBox = new CopyBoxGpu(this);
        Sum = new SumGpu(this);
        AxisReduce = new AxisReduceGpu(this);
        Dropout = new DropoutGpu(this);
        LogSoftmax = new LogSoftmaxGpu(this);
        NegativeLogLikelihood = new NegativeLogLikelihoodGpu(this);
        CrossEntropy = new CrossEntropyGpu(this);
        Accuracy = new AccuracyGpu(this);
        AffineGrid = new AffineGridGpu(this);
        GridSample = new GridSampleGpu(this);
        SpatialTransform = new SpatialTransformGpu(this);
        ClipNorm = new ClipNormGpu(this);
        Sgd = new SgdGpu(this);
        Adam = new AdamGpu(this);
    }

    public override string Spec => _accelerator.Spec;

    public override string Name => _accelerator.Name;

    public int GroupSize => _accelerator.GroupSize;

    public override bool IsRecording => _recording is not null;

    // Starts at least `threads` threads that do not wait for each other.
    public void Launch<TKernel>(long threads, in TKernel kernel)
        where TKernel : struct, IGpuKernel =>
        Submit(checked((int)((threads + GroupSize - 1) / GroupSize)), kernel);

    // Starts groups of GroupSize threads.
    public void LaunchGroups<TKernel>(int groups, in TKernel kernel)
        where TKernel : struct, IGroupKernel =>
        Submit(groups, kernel);

    // The view of a buffer, or one of length 0 where it is left out: a kernel takes no null.
    public ArrayView<float> AtOrNone(DeviceBuffer? buffer) => buffer is null ? _nothing.View.SubView(0, 0) : GpuBuffer.At(buffer);

    // Working memory for the launches that follow; dispose it after the last of them was submitted. Contents are undefined.
    public GpuBuffer Temporary(long length) => _recording is null ? (GpuBuffer)Allocate(length) : _recording.Temporary(length);

    public override DeviceBuffer Allocate(long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        GpuBuffer? buffer = _pool.Take(length);
        if (buffer is null)
        {
            return AllocateOutsidePool(length);
        }

        buffer.LeavePool();
        return buffer;
    }

    public GpuBuffer AllocateOutsidePool(long length)
    {
        if (length > int.MaxValue - MaxGroupSize)
        {
            throw new DeviceException(string.Create(
                CultureInfo.InvariantCulture, $"{Spec}: a buffer of {length} floats is too long, kernels count to 2^31. Use a smaller batch."));
        }

        var buffer = new GpuBuffer(this, AllocateMemory(length + (_options.WatchMemory ? GpuBuffer.GuardLength : 0)), length);
        if (_options.WatchMemory)
        {
            Poison(buffer);
        }

        return buffer;
    }

    public void GiveBack(GpuBuffer buffer)
    {
        if (_recording?.TryTakeBack(buffer) == true)
        {
            return;
        }

        if (_options.WatchMemory && !_disposed && !IsGuardIntact(buffer))
        {
            throw new DeviceException($"A kernel wrote past the end of a buffer of {buffer.Length} floats.");
        }

        if (_disposed || _options.WatchMemory)
        {
            buffer.Free();
            return;
        }

        _pool.Put(buffer);
    }

    public override void Upload(ReadOnlySpan<float> values, Layout layout, DeviceBuffer to)
    {
        RefuseWhileRecording("Upload");
        if (!layout.IsBatched)
        {
            _accelerator.Upload(values, GpuBuffer.At(to).SubView(0, layout.Rest));
            return;
        }

        Span<float> packed = Packed(layout);
        fixed (float* packedStart = packed)
        {
            HostLayout.Pack(values, layout, packedStart);
        }

        _accelerator.Upload(packed, GpuBuffer.At(to).SubView(0, packed.Length));
    }

    public override void Download(DeviceBuffer from, Layout layout, Span<float> values)
    {
        RefuseWhileRecording("Download");
        if (!layout.IsBatched)
        {
            _accelerator.Download(GpuBuffer.At(from).SubView(0, layout.Rest), values);
            return;
        }

        Span<float> packed = Packed(layout);
        _accelerator.Download(GpuBuffer.At(from).SubView(0, packed.Length), packed);
        fixed (float* packedStart = packed)
        {
            HostLayout.Unpack(packedStart, layout, values);
        }
    }

    public override void Synchronize()
    {
        RefuseWhileRecording("Synchronize");
        _accelerator.Synchronize();
    }

    public override Recording Record(Action step)
    {
        RefuseWhileRecording("Record");
        var recording = new GpuRecording(this, _accelerator);
        _recording = recording;
        try
        {
            step();
        }
        catch
        {
            _recording = null;
            recording.Dispose();
            throw;
        }

        _recording = null;
        recording.Close(_options.UseGraph);
        return recording;
    }

    public override void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _accelerator.Synchronize();
            FreePool();
            _nothing.Dispose();
            _options.Release(_accelerator);
        }
    }

    private void Submit<TKernel>(int groups, in TKernel kernel)
        where TKernel : struct, IGpuKernel
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (groups == 0)
        {
            return;
        }

        if (_recording is not null)
        {
            _recording.Add(groups, kernel);
            return;
        }

        _accelerator.Launch(groups, kernel);
    }

    private GpuMemory AllocateMemory(long length)
    {
        try
        {
            return _accelerator.Allocate(length);
        }
        catch (Exception first) when (_accelerator.IsOutOfMemory(first))
        {
            // What lies in the pool is no use to anyone now.
            _accelerator.Synchronize();
            FreePool();
        }

        try
        {
            return _accelerator.Allocate(length);
        }
        catch (Exception second) when (_accelerator.IsOutOfMemory(second))
        {
            throw new DeviceException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Spec}: no memory for a buffer of {length * sizeof(float) / 1048576.0:F1} MiB{_accelerator.FreeMemory}. Use a smaller batch."), second);
        }
    }

    private void FreePool()
    {
        foreach (GpuBuffer buffer in _pool.Empty())
        {
            buffer.Free();
        }
    }

    private Span<float> Packed(in Layout layout)
    {
        int length = checked((int)layout.StoredLength);
        if (_packed.Length < length)
        {
            _packed = new float[length];
        }

        return _packed.AsSpan(0, length);
    }
}
