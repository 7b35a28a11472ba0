using StnEngine.Kernels.Gpu;

// The words of ILGPU that our kernels use, for builds without it: see StandInAccelerator.
namespace ILGPU
{
    internal static class Grid
    {
        public static int IdxX => StandInThread.Current.Group;
    }

    internal static class Group
    {
        public static int IdxX => StandInThread.Current.Index;

        public static int DimX => StandInThread.Current.GroupSize;

        public static void Barrier() => StandInThread.Current.Wait();
    }

    internal static class SharedMemory
    {
        public static ArrayView<T> Allocate<T>(int length)
            where T : unmanaged => StandInThread.Current.Share<T>(length);
    }

    internal static class Atomic
    {
        public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;
    }
}

namespace ILGPU.Algorithms
{
    internal static class XMath
    {
        public static float Exp(float x) => MathF.Exp(x);

        public static float Log(float x) => MathF.Log(x);

        public static float Sqrt(float x) => MathF.Sqrt(x);
    }
}
