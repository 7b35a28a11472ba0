using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Runs a thread kernel: numbers the threads, and stops those that the last group has too many.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct EachThread<TKernel>(in TKernel kernel, int threads) : IGpuKernel
    where TKernel : struct, IThreadKernel
{
    private readonly TKernel _kernel = kernel;
    private readonly int _threads = threads;

    public void Run()
    {
        int thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (thread < _threads)
        {
            _kernel.Run(thread);
        }
    }
}
