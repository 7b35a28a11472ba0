using ILGPU;
using ILGPU.Runtime;

namespace StnEngine.Kernels.Gpu;

// Pinned memory that copies to and from a device go through, so that uploads need not wait. It is filled from front to back; when
// it is full, everything before is waited for and it starts again.
internal sealed class Staging(Accelerator accelerator, AcceleratorStream stream) : IDisposable
{
    private const int SmallestLength = 1 << 18;
    private PageLockedArray1D<float>? _memory;
    private int _used;

    public void Upload(ReadOnlySpan<float> values, ArrayView<float> to)
    {
        if (values.IsEmpty)
        {
            return;
        }

        Span<float> part = Take(values.Length);
        values.CopyTo(part);
        to.CopyFromCPUUnsafeAsync(stream, ref part[0], part.Length);
    }

    public void Download(ArrayView<float> from, Span<float> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        Span<float> part = Take(values.Length);
        from.CopyToCPUUnsafeAsync(stream, ref part[0], part.Length);
        stream.Synchronize();
        part.CopyTo(values);
        _used = 0;
    }

    public void Dispose() => _memory?.Dispose();

    private Span<float> Take(int length)
    {
        if (_memory is null || _used + length > _memory.Length)
        {
            stream.Synchronize();
            _used = 0;
        }

        if (_memory is null || length > _memory.Length)
        {
            _memory?.Dispose();
            _memory = accelerator.AllocatePageLocked1D<float>(Math.Max(length, SmallestLength));
        }

        Span<float> part = _memory.Span.Slice(_used, length);
        _used += length;
        return part;
    }
}
