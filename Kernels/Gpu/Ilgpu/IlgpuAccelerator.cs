using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace StnEngine.Kernels.Gpu;

// A device of ILGPU: a context of its own, one stream, compiled kernels by type, and pinned memory that uploads go through.
internal sealed class IlgpuAccelerator : GpuAccelerator
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly Dictionary<Type, Delegate> _kernels = [];
    private readonly Staging _staging;
    private int _boundThread;

    // Takes over the context.
    public IlgpuAccelerator(string spec, Context context, ILGPU.Runtime.Device device, int groupSize, int? multiprocessors = null)
    {
        _context = context;
        _accelerator = device.CreateAccelerator(context);

        // The default stream of CUDA is the legacy one, which cannot be captured.
        _stream = _accelerator.CreateStream();
        _staging = new Staging(_accelerator, _stream);
        _boundThread = Environment.CurrentManagedThreadId;
        Spec = spec;
        GroupSize = groupSize;
        Multiprocessors = multiprocessors ?? _accelerator.NumMultiprocessors;
    }

    public override string Spec { get; }

    public override string Name => $"{_accelerator.Name.Trim()} ({_accelerator.AcceleratorType} by ILGPU, groups of {GroupSize} threads)";

    public override int GroupSize { get; }

    public override int Multiprocessors { get; }

    public override string FreeMemory => _accelerator is CudaAccelerator cuda
        ? string.Create(CultureInfo.InvariantCulture, $", {cuda.GetFreeMemory() / 1048576.0:F1} MiB are free")
        : string.Empty;

    public override void Prepare<TKernel>() => Loaded<TKernel>();

    public override void Launch<TKernel>(int groups, in TKernel kernel)
    {
        Bind();
        Loaded<TKernel>()(_stream, new KernelConfig(groups, GroupSize), kernel);
    }

    public override GpuMemory Allocate(long length)
    {
        Bind();
        return new Memory(_accelerator.Allocate1D<float>(length));
    }

    public override void Upload(ReadOnlySpan<float> values, ArrayView<float> to)
    {
        Bind();
        _staging.Upload(values, to);
    }

    public override void Download(ArrayView<float> from, Span<float> values)
    {
        Bind();
        _staging.Download(from, values);
    }

    public override void Synchronize()
    {
        Bind();
        _stream.Synchronize();
    }

    public override GpuGraph? Capture(Action launches)
    {
        Bind();
        return _stream is CudaStream stream ? CudaGraph.Capture(stream.StreamPtr, launches) : null;
    }

    public override bool IsOutOfMemory(Exception failure) =>
        failure is OutOfMemoryException
        || (failure is CudaException cuda && cuda.Message.Contains("memory", StringComparison.OrdinalIgnoreCase))
        || failure is CLException { Error: CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE };

    public override void Dispose()
    {
        Bind();
        _stream.Synchronize();
        _staging.Dispose();
        _stream.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    private Action<AcceleratorStream, KernelConfig, TKernel> Loaded<TKernel>()
        where TKernel : struct, IGpuKernel
    {
        if (!_kernels.TryGetValue(typeof(TKernel), out Delegate? kernel))
        {
            Bind();

            // A compiler that knows the group's size knows how many registers a thread may have: it loads further ahead.
            kernel = _accelerator.LoadKernel<TKernel>(KernelEntry.Run, new KernelSpecialization(GroupSize, null));
            _kernels.Add(typeof(TKernel), kernel);
        }

        return (Action<AcceleratorStream, KernelConfig, TKernel>)kernel;
    }

    // A driver's context belongs to a thread; a device may be used by several in turn.
    private void Bind()
    {
        if (_boundThread != Environment.CurrentManagedThreadId)
        {
            _accelerator.Bind();
            _boundThread = Environment.CurrentManagedThreadId;
        }
    }

    private sealed class Memory(MemoryBuffer1D<float, Stride1D.Dense> buffer) : GpuMemory
    {
        public override ArrayView<float> View => buffer.View.BaseView;

        public override void Dispose() => buffer.Dispose();
    }
}
