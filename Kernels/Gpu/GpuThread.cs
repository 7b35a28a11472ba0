using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Which thread of a launch this is.
internal static class GpuThread
{
    // Counted through all groups.
    public static int Index => (Grid.IdxX * Group.DimX) + Group.IdxX;
}
