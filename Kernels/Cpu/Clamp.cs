namespace StnEngine.Kernels.Cpu;

// ReLU on a block's results while they are in the core's cache.
internal static unsafe class Clamp
{
    public static void BelowZero<V>(float* values, int length)
        where V : unmanaged, ILanes<V>
    {
        V zero = V.Broadcast(0);
        for (int k = 0; k < length; k += V.Width)
        {
            V.Store(values + k, V.Max(V.Load(values + k), zero));
        }
    }
}
