using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Where the four values of a Float4 lie: `step` floats apart, of which `live` are there. Those past them repeat the last one, so
// that a tile at the edge reads no other memory than its own; what becomes of them is not written.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Offset4(int step, int live)
{
    private readonly int _b = Math.Min(1, live - 1) * step;
    private readonly int _c = Math.Min(2, live - 1) * step;
    private readonly int _d = Math.Min(3, live - 1) * step;

    public Float4 Read(ArrayView<float> values, int at) => new(values[at], values[at + _b], values[at + _c], values[at + _d]);
}
