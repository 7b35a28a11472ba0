using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Sums of floats that come out the same in whatever order threads add to them: the floats become whole numbers first.
internal static class FixedPoint
{
    // The value must be far enough inside a long, and so must the sum.
    public static void Add(ArrayView<long> sums, int at, float value)
    {
        if (value != 0)
        {
            Atomic.Add(ref sums[at], (long)(value + (value < 0 ? -0.5f : 0.5f)));
        }
    }
}
