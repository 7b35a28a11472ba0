namespace StnEngine.Kernels.Gpu;

// A kernel with its arguments, kept to be started again and again.
internal abstract class GpuLaunch
{
    public abstract void Run(GpuAccelerator accelerator);
}

internal sealed class GpuLaunch<TKernel>(int groups, TKernel kernel) : GpuLaunch
    where TKernel : struct, IGpuKernel
{
    private readonly TKernel _kernel = kernel;

    public override void Run(GpuAccelerator accelerator) => accelerator.Launch(groups, _kernel);
}
