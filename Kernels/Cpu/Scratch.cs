using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Cpu;

// Working memory of one thread, at least as long as the longest call submitted so far asked for. Holds nothing between calls.
internal sealed unsafe class Scratch : IDisposable
{
    private long _length;

    ~Scratch() => NativeMemory.AlignedFree(Pointer);

    public float* Pointer { get; private set; }

    public void Reserve(long length)
    {
        if (length > _length)
        {
            NativeMemory.AlignedFree(Pointer);
            Pointer = (float*)NativeMemory.AlignedAlloc(checked((nuint)length * sizeof(float)), 64);
            _length = length;
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        _length = 0;
        GC.SuppressFinalize(this);
    }
}
