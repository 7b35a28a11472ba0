namespace StnEngine.Kernels.Cpu;

// A part of a recorded step: whole calls, then calls that follow each other block by block, so that one block's
// activations stay in a core's cache from the first layer to the last gradient, then whatever needs all blocks.
internal sealed class Stretch(int blocks) : ITeamWork
{
    private readonly List<PartPhase> _head = [];
    private readonly List<CpuCall> _calls = [];
    private readonly List<PartPhase> _tail = [];

    public int Blocks { get; private set; } = blocks;

    // Calls that run before the blocks, block by block, and after them, in order.
    public IEnumerable<CpuCall> Head => _head.SelectMany(p => p.Calls);

    public IReadOnlyList<CpuCall> Calls => _calls;

    public IEnumerable<CpuCall> Tail => _tail.SelectMany(p => p.Calls);

    // Takes the call if that changes no result: a call may not overtake another that touches what it writes or writes what it reads.
    public bool TryAdd(CpuCall call)
    {
        if (call.Blocks == 0)
        {
            // Independent of everything here: before the blocks, where later blocks can read its result.
            AddParts(_calls.TrueForAll(c => Independent(c, call)) && Tail.All(c => Independent(c, call)) ? _head : _tail, call);
            return true;
        }

        if ((Blocks != 0 && Blocks != call.Blocks) || !Tail.All(t => BlocksMayPassTail(call, t)))
        {
            return false;
        }

        Blocks = call.Blocks;
        LeaveOutZeroes(call);
        _calls.Add(call);
        if (call.Parts > 0)
        {
            AddParts(_tail, call);
        }

        return true;
    }

    public void Run(ThreadTeam team)
    {
        RunParts(_head, team);
        team.Run(this, Blocks);
        RunParts(_tail, team);
    }

    public void Run(int item, Scratch scratch)
    {
        foreach (CpuCall call in _calls)
        {
            call.RunBlock(item, scratch);
        }
    }

    public void Release()
    {
        foreach (CpuCall call in _calls.Concat(Head).Concat(Tail).Distinct())
        {
            call.Partials?.Dispose();
        }
    }

    // Where the last phase touches nothing of the call's it goes there too: the team is started once for both.
    private static void AddParts(List<PartPhase> phases, CpuCall call)
    {
        if (phases.Count == 0 || !phases[^1].Calls.All(c => Independent(c, call)))
        {
            phases.Add(new PartPhase());
        }

        phases[^1].Add(call);
    }

    // What a call adds to a buffer that was just set to zero it may write instead.
    private void LeaveOutZeroes(CpuCall call)
    {
        if (call.BlockWrites is [{ } target])
        {
            int last = _calls.FindLastIndex(c => Touch(c.Reads, [target]) || Touch(c.BlockWrites, [target]));
            if (last >= 0 && ReferenceEquals(_calls[last].Zeroes, target) && call.TryOverwrite())
            {
                _calls.RemoveAt(last);
            }
        }
    }

    private static bool Independent(CpuCall a, CpuCall b) =>
        !Touch(a.PartWrites, b.Reads) && !Touch(a.BlockWrites, b.Reads) && !Touch(a.Reads, b.PartWrites) &&
        !Touch(a.PartWrites, b.PartWrites) && !Touch(a.BlockWrites, b.PartWrites);

    // The block phase of a later call runs before the second phase of an earlier one.
    private static bool BlocksMayPassTail(CpuCall later, CpuCall tail) =>
        !Touch(tail.PartWrites, later.Reads) && !Touch(tail.PartWrites, later.BlockWrites) && !Touch(tail.Reads, later.BlockWrites);

    private static bool Touch(DeviceBuffer?[] some, DeviceBuffer?[] others)
    {
        foreach (DeviceBuffer? one in some)
        {
            foreach (DeviceBuffer? other in others)
            {
                if (one is not null && other is not null && one.Overlaps(other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void RunParts(List<PartPhase> phases, ThreadTeam team)
    {
        foreach (PartPhase phase in phases)
        {
            team.Run(phase, phase.Items);
        }
    }
}
