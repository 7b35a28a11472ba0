namespace StnEngine.Kernels.Gpu;

// The one method that ILGPU compiles, once for each kernel struct.
internal static class KernelEntry
{
    public static void Run<TKernel>(TKernel kernel)
        where TKernel : struct, IGpuKernel => kernel.Run();
}
