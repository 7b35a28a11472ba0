using System.Runtime.InteropServices;
using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Runs GPU kernels on the CPU where ILGPU is missing, so that their arithmetic, indexing and barriers are tested everywhere.
// The same kernels, launch geometry and barriers as on a device; slow, and no device to train on.
internal sealed class StandInAccelerator(int groupSize) : GpuAccelerator
{
    private StandInTeam? _team;

    public override string Spec => "gpu-emulated";

    public override string Name => $"stand-in for ILGPU on the CPU, groups of {groupSize} threads";

    public override int GroupSize => groupSize;

    public override int Multiprocessors => 16;

    public override void Prepare<TKernel>()
    {
    }

    public override void Launch<TKernel>(int groups, in TKernel kernel)
    {
        TKernel run = kernel;
        if (kernel is IGroupKernel)
        {
            _team ??= new StandInTeam(groupSize);
            _team.Run(groups, () => run.Run());
            return;
        }

        var thread = new StandInThread(groupSize, null);
        for (int group = 0; group < groups; group++)
        {
            for (int index = 0; index < groupSize; index++)
            {
                thread.Enter(index, group);
                run.Run();
            }
        }
    }

    public override GpuMemory Allocate(long length) => new Memory(length);

    public override void Upload(ReadOnlySpan<float> values, ArrayView<float> to) => values.CopyTo(to.AsSpan());

    public override void Download(ArrayView<float> from, Span<float> values) => from.AsSpan().CopyTo(values);

    public override void Synchronize()
    {
    }

    public override void Dispose() => _team?.Dispose();

    private sealed unsafe class Memory(long length) : GpuMemory
    {
        private float* _start = (float*)NativeMemory.AlignedAlloc(checked((nuint)length * sizeof(float)), 64);

        ~Memory() => Dispose();

        public override ArrayView<float> View => new(_start, length);

        public override void Dispose()
        {
            NativeMemory.AlignedFree(_start);
            _start = null;
            GC.SuppressFinalize(this);
        }
    }
}
