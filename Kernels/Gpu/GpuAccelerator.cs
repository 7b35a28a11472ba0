using ILGPU;

namespace StnEngine.Kernels.Gpu;

// What runs kernels: ILGPU on a device, or the stand-in where ILGPU is missing. Everything goes through one stream, in order.
internal abstract class GpuAccelerator : IDisposable
{
    // What a user types to choose it.
    public abstract string Spec { get; }

    // The hardware's own name.
    public abstract string Name { get; }

    // Threads that run kernels side by side in a group: a power of two, at least Layout.Lanes.
    public abstract int GroupSize { get; }

    // Groups that it runs at once, or thereabouts; of the slow emulated ones a few, so that tests have little and yet something to split.
    public abstract int Multiprocessors { get; }

    // Makes sure the kernel is compiled, without running it.
    public abstract void Prepare<TKernel>()
        where TKernel : struct, IGpuKernel;

    // Starts `groups` groups of GroupSize threads; returns before they are done.
    public abstract void Launch<TKernel>(int groups, in TKernel kernel)
        where TKernel : struct, IGpuKernel;

    // Throws OutOfMemoryException, or what the driver throws, if there is no room.
    public abstract GpuMemory Allocate(long length);

    // The values may be changed as soon as this returns.
    public abstract void Upload(ReadOnlySpan<float> values, ArrayView<float> to);

    // Waits for everything before it.
    public abstract void Download(ArrayView<float> from, Span<float> values);

    public abstract void Synchronize();

    // Turns what `launches` starts into one launch, or gives null where the device cannot.
    public virtual GpuGraph? Capture(Action launches) => null;

    // ", 310.5 MiB are free", or nothing where it is not known.
    public virtual string FreeMemory => string.Empty;

    // Whether this is how the device says that an allocation does not fit.
    public virtual bool IsOutOfMemory(Exception failure) => failure is OutOfMemoryException;

    public abstract void Dispose();
}

// An allocation on the device.
internal abstract class GpuMemory : IDisposable
{
    public abstract ArrayView<float> View { get; }

    public abstract void Dispose();
}

// Many launches as one.
internal abstract class GpuGraph : IDisposable
{
    public abstract void Launch();

    public abstract void Dispose();
}
