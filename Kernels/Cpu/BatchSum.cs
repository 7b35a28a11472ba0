namespace StnEngine.Kernels.Cpu;

// Sums of per-block partial results in a fixed binary tree, so that threads change no bit.
internal static unsafe class BatchSum
{
    public const int PartLength = 1024;

    // Parts into which `length` sums are divided among threads.
    public static int Parts(int length) => (length + PartLength - 1) / PartLength;

    // Adds to total[k] the sum over blocks of partials[block * blockStep + k], times scale, for the k below count in the given part.
    // The tree folds the upper half of the blocks onto the lower one, in place.
    public static void AddPart<V>(float* partials, int blocks, int blockStep, int part, int count, float scale, float* total)
        where V : unmanaged, ILanes<V>
    {
        int start = part * PartLength;
        int length = Math.Min(count - start, PartLength);
        for (int left = blocks; left > 1; left = (left + 1) / 2)
        {
            int half = (left + 1) / 2;
            for (int block = 0; block + half < left; block++)
            {
                float* lower = partials + ((long)block * blockStep) + start;
                AddScaled<V>(lower, lower + ((long)half * blockStep), length, 1);
            }
        }

        AddScaled<V>(total + start, partials + start, length, scale);
    }

    // to[k] += from[k] * scale.
    public static void AddScaled<V>(float* to, float* from, int length, float scale)
        where V : unmanaged, ILanes<V>
    {
        V factor = V.Broadcast(scale);
        int k = 0;
        for (; k <= length - V.Width; k += V.Width)
        {
            V.Store(to + k, V.MultiplyAdd(V.Load(from + k), factor, V.Load(to + k)));
        }

        for (; k < length; k++)
        {
            to[k] += from[k] * scale;
        }
    }
}
