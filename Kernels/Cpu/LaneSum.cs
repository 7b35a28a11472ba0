namespace StnEngine.Kernels.Cpu;

// Sums over the images of a block. Idle lanes are selected away, never multiplied by zero: they may hold anything.
internal static unsafe class LaneSum
{
    // totals[k] = (or +=) the sum of the first `live` lanes of vectors[k].
    public static void Each<V>(float* vectors, int count, int live, float* totals, bool add)
        where V : unmanaged, ILanes<V>
    {
        V mask = V.FirstLanes(live);
        V zero = V.Broadcast(0);
        for (int k = 0; k < count; k++)
        {
            float sum = V.Sum(V.Select(mask, V.Load(vectors + ((nint)k * V.Width)), zero));
            totals[k] = add ? totals[k] + sum : sum;
        }
    }

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
