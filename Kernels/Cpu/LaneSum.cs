using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StnEngine.Kernels.Cpu;

// Sums over the images of a block. Idle lanes are selected away, never multiplied by zero: they may hold anything.
internal static unsafe class LaneSum
{
    // totals[k] = (or +=) the sum of the first `live` lanes of vectors[k].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Each<V>(float* vectors, int count, int live, float* totals, bool add)
        where V : unmanaged, ILanes<V>
    {
        V mask = V.FirstLanes(live);
        int k = 0;
        for (; k <= count - 4; k += 4)
        {
            float* four = vectors + ((nint)k * V.Width);
            Vector128<float> sums = V.SumFour(Live(four, mask), Live(four + V.Width, mask), Live(four + (2 * V.Width), mask), Live(four + (3 * V.Width), mask));
            (add ? Vector128.Load(totals + k) + sums : sums).Store(totals + k);
        }

        for (; k < count; k++)
        {
            float sum = V.Sum(Live(vectors + ((nint)k * V.Width), mask));
            totals[k] = add ? totals[k] + sum : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Live<V>(float* from, V mask)
        where V : unmanaged, ILanes<V> => V.Select(mask, V.Load(from), V.Broadcast(0));

    // The sum over `count` consecutive positions and the first `live` images.
    public static float OfRun<V>(float* from, int count, int live)
        where V : unmanaged, ILanes<V>
    {
        float total = 0;
        for (int part = 0; part < Layout.Lanes; part += V.Width)
        {
            V sum = V.Broadcast(0);
            for (int k = 0; k < count; k++)
            {
                sum += V.Load(from + part + ((nint)k * Layout.Lanes));
            }

            total += V.Sum(V.Select(V.FirstLanes(live - part), sum, V.Broadcast(0)));
        }

        return total;
    }
}
