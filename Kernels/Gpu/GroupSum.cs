using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Sums over the threads of a group, halves added to halves: the same order every time.
internal static class GroupSum
{
    // Adds up the values of the threads that have the same index modulo `width`, a power of two. Threads below `width` get their
    // column's sum; what the others get is of no use. Every thread of the group must come here.
    public static float Columns(ArrayView<float> shared, float value, int width)
    {
        int index = Group.IdxX;
        shared[index] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half >= width; half /= 2)
        {
            if (index < half)
            {
                shared[index] += shared[index + half];
            }

            Group.Barrier();
        }

        return shared[index];
    }
}
