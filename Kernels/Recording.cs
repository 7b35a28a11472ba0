namespace StnEngine.Kernels;

/// <summary>A list of kernel calls with fixed buffers, made once and run many times. Running it allocates nothing.</summary>
public abstract class Recording : IDisposable
{
    /// <summary>Runs every recorded call. Returns when the device has taken them, which may be before they are done.</summary>
    public abstract void Replay();

    /// <summary>Gives back what the calls held. The recording must not be replayed afterwards.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees buffers that belong to the recorded calls.</summary>
    private protected abstract void Release();
}
