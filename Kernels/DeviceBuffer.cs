namespace StnEngine.Kernels;

/// <summary>Floats in a device's memory, or a part of such a buffer. Owns no shape: see <see cref="Layout"/>.</summary>
public abstract class DeviceBuffer : IDisposable
{
    // Behind each buffer that tests watch lie so many floats of this value: a kernel that writes past the end changes them.
    internal const int GuardLength = 16;
    internal const float GuardValue = -1.2345e30f;
    private bool _givenBack;

    private protected DeviceBuffer(Device device, DeviceBuffer? root, long offset, long length)
    {
        Device = device;
        Root = root ?? this;
        Offset = offset;
        Length = length;
    }

    /// <summary>The device that holds the memory.</summary>
    public Device Device { get; }

    /// <summary>Floats in this buffer.</summary>
    public long Length { get; }

    /// <summary>The allocation this is a part of; itself when it is a whole one.</summary>
    internal DeviceBuffer Root { get; }

    /// <summary>Floats from the start of <see cref="Root"/>.</summary>
    internal long Offset { get; }

    /// <summary>A part of this buffer that shares its memory. Disposing the part gives nothing back.</summary>
    /// <param name="offset">First float of the part; a multiple of 16, so that vectors stay aligned.</param>
    /// <param name="length">Floats in the part.</param>
    /// <returns>The part.</returns>
    public abstract DeviceBuffer Slice(long offset, long length);

    /// <summary>Gives the memory back to the device's pool; nothing may use it afterwards.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(Root, this) && !_givenBack)
        {
            _givenBack = true;
            GiveBack();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Returns the allocation to the pool. Called on whole allocations only.</summary>
    private protected abstract void GiveBack();

    /// <summary>Makes a buffer that was given back usable again.</summary>
    internal void LeavePool()
    {
        _givenBack = false;
        GC.ReRegisterForFinalize(this);
    }

    /// <summary>Throws if there is no such slice.</summary>
    private protected void RequireSlice(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset + length > Length || offset % Layout.Lanes != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"Slice: {offset}..{offset + length} of a buffer of {Length}; the offset must be a multiple of {Layout.Lanes}.");
        }
    }

    /// <summary>Whether two buffers share memory.</summary>
    internal bool Overlaps(DeviceBuffer other) =>
        ReferenceEquals(Root, other.Root) && Offset < other.Offset + other.Length && other.Offset < Offset + Length;
}
