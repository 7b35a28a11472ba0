using ILGPU;

namespace StnEngine.Kernels.Gpu;

// Where a thread of the stand-in is: what Grid, Group and SharedMemory answer from. Without a team it is alone: no barriers.
internal sealed unsafe class StandInThread(int groupSize, StandInTeam? team)
{
    [ThreadStatic]
    private static StandInThread? _current;

    private int _allocations;

    public static StandInThread Current => _current!;

    public int GroupSize => groupSize;

    public int Index { get; private set; }

    public int Group { get; private set; }

    // Barriers passed in this group.
    public int Barriers { get; set; }

    // Makes this the thread that a kernel sees, at the start of a group.
    public void Enter(int index, int groupIndex)
    {
        _current = this;
        _allocations = 0;
        Barriers = 0;
        Index = index;
        Group = groupIndex;
    }

    public void Wait() => Together("Group.Barrier").Wait(this);

    // The n-th call of every thread of a group gives the same memory.
    public ArrayView<T> Share<T>(int length)
        where T : unmanaged => new(Together("SharedMemory").Shared(_allocations++, length * sizeof(T)), length);

    private StandInTeam Together(string what) =>
        team ?? throw new InvalidOperationException($"{what} in a kernel that is no {nameof(IGroupKernel)}.");
}
