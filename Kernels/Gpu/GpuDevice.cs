using ILGPU;

namespace StnEngine.Kernels.Gpu;

// A GPU, or what plays one: buffers, launches and recordings. The operations are in GpuDevice.Operations.cs.
internal sealed unsafe partial class GpuDevice : Device
{
    // Shared memory of a group kernel is laid out for this many threads.
    public const int MaxGroupSize = 256;

    private const long GroupsPerMultiprocessor = 4;

    private readonly GpuAccelerator _accelerator;
    private readonly GpuOptions _options;
    private readonly BufferPool<GpuBuffer> _pool = new();
    private readonly List<WeakReference<GpuBuffer>> _watched = [];
    private readonly GpuMemory _nothing;
    private readonly HashSet<GpuBuffer> _givenBackInStep = [];
    private GpuRecording? _recording;

    // The buffer that was taken last in the step being recorded, while no launch came after: none of its kernels knows it yet.
    private GpuBuffer? _untouched;
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

    // How finely to split work that has few results and long sums: 1 to `most` ways, so that `groups` groups become enough. A GPU
    // hides the time that memory takes only while it has other threads to run.
    public int Shares(long groups, int most) => (int)Math.Clamp(GroupsPerMultiprocessor * _accelerator.Multiprocessors / groups, 1, most);

    public override bool IsRecording => _recording is not null;

    // Starts threads that do not wait for each other.
    public void Launch<TKernel>(long threads, in TKernel kernel)
        where TKernel : struct, IThreadKernel =>
        Submit(checked((int)((threads + GroupSize - 1) / GroupSize)), new EachThread<TKernel>(kernel, checked((int)threads)));

    // Starts groups of GroupSize threads.
    public void LaunchGroups<TKernel>(int groups, in TKernel kernel)
        where TKernel : struct, IGroupKernel =>
        Submit(groups, kernel);

    // The view of a buffer, or one of length 0 where it is left out: a kernel takes no null.
    public ArrayView<float> AtOrNone(DeviceBuffer? buffer) => buffer is null ? _nothing.View.SubView(0, 0) : GpuBuffer.At(buffer);

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
        _givenBackInStep.Clear();
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

        recording.Close(_options.UseGraph, _nothing.View.SubView(0, 0));
        _recording = null;
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
        _untouched = null;
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
