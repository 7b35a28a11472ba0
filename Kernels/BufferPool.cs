namespace StnEngine.Kernels;

// Buffers that were given back, by length, to be handed out again.
internal sealed class BufferPool<TBuffer>
    where TBuffer : DeviceBuffer
{
    private readonly Dictionary<long, Stack<TBuffer>> _free = [];

    public TBuffer? Take(long length)
    {
        if (!_free.TryGetValue(length, out Stack<TBuffer>? free) || !free.TryPop(out TBuffer? buffer))
        {
            return null;
        }

        buffer.LeavePool();
        return buffer;
    }

    public void Put(TBuffer buffer)
    {
        if (!_free.TryGetValue(buffer.Length, out Stack<TBuffer>? free))
        {
            _free[buffer.Length] = free = new Stack<TBuffer>();
        }

        free.Push(buffer);
    }

    // Takes out every buffer.
    public IReadOnlyList<TBuffer> Empty()
    {
        TBuffer[] all = [.. _free.Values.SelectMany(free => free)];
        _free.Clear();
        return all;
    }
}
