using System.Globalization;

namespace StnEngine.Kernels.Gpu;

// Where buffers come from and go to.
internal sealed partial class GpuDevice
{
    // Working memory for the launches that follow; dispose it after the last of them was submitted. Contents are undefined.
    public GpuBuffer Temporary(long length) => _recording is null ? (GpuBuffer)Allocate(length) : _recording.Temporary(length);

    public override DeviceBuffer Allocate(long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        GpuBuffer buffer = _pool.Take(length) ?? AllocateOutsidePool(length);
        _untouched = _givenBackInStep.Contains(buffer) ? null : buffer;
        return buffer;
    }

    // Many buffers of a recorded step are set to zero before anything is added to them: gradients. If no kernel of the step has seen
    // the buffer, that can be done at the step's start, many buffers in one launch.
    public bool TryClearAtStart(GpuBuffer buffer, long length)
    {
        if (_recording is null || !ReferenceEquals(buffer, _untouched))
        {
            return false;
        }

        _recording.ClearAtStart(buffer.View.SubView(0, length));
        return true;
    }

    public GpuBuffer AllocateOutsidePool(long length)
    {
        if (length > int.MaxValue - MaxGroupSize)
        {
            throw new DeviceException(string.Create(
                CultureInfo.InvariantCulture, $"{Spec}: a buffer of {length} floats is too long, kernels count to 2^31. Use a smaller batch."));
        }

        var buffer = new GpuBuffer(this, AllocateMemory(length + (_options.WatchMemory ? DeviceBuffer.GuardLength : 0)), length);
        if (_options.WatchMemory)
        {
            Poison(buffer);
        }

        return buffer;
    }

    public void GiveBack(GpuBuffer buffer)
    {
        if (_recording is not null)
        {
            if (_recording.TryTakeBack(buffer))
            {
                return;
            }

            _givenBackInStep.Add(buffer);
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
}
