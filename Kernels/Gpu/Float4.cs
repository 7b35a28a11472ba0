using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Gpu;

// Four floats that are used together; side by side in shared memory, a thread reads them at once.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Float4(float a, float b, float c, float d)
{
    public readonly float A = a;
    public readonly float B = b;
    public readonly float C = c;
    public readonly float D = d;

    // The first goes, a new last comes.
    public Float4 Shift(float last) => new(B, C, D, last);
}
