namespace StnEngine.Kernels.Gpu;

// How finely to split work that has few results and long sums: a GPU hides the time that memory takes only while it has other
// threads to run.
internal static class GpuFill
{
    // About four groups for each of the 132 multiprocessors of a large GPU.
    private const int Groups = 512;

    // How many ways to split the sums of a launch that would have `groups` groups: 1 to `most`.
    public static int Shares(long groups, int most) => (int)Math.Clamp(Groups / groups, 1, most);
}
