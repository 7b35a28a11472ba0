using System.Runtime.CompilerServices;

namespace StnEngine.Kernels.Cpu;

// Writes a row of four accumulators of a register tile, the first `live` of them, `step` floats apart.
internal static unsafe class TileRow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<V>(float* to, int step, int live, bool add, V a0, V a1, V a2, V a3)
        where V : unmanaged, ILanes<V>
    {
        Put(to, a0, add);
        if (live > 1)
        {
            Put(to + step, a1, add);
        }

        if (live > 2)
        {
            Put(to + (2 * step), a2, add);
        }

        if (live > 3)
        {
            Put(to + (3 * step), a3, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<V>(float* to, V value, bool add)
        where V : unmanaged, ILanes<V> =>
        V.Store(to, (add ? V.Load(to) : V.Broadcast(0)) + value);
}
