namespace StnEngine.Kernels.Cpu;

// The second phases of calls that do not touch each other, as one piece of the team's work.
internal sealed class PartPhase : ITeamWork
{
    private readonly List<CpuCall> _calls = [];

    public IReadOnlyList<CpuCall> Calls => _calls;

    public int Items { get; private set; }

    public void Add(CpuCall call)
    {
        _calls.Add(call);
        Items += call.Parts;
    }

    public void Clear()
    {
        _calls.Clear();
        Items = 0;
    }

    public void Run(int item, Scratch scratch)
    {
        int call = 0;
        while (item >= _calls[call].Parts)
        {
            item -= _calls[call].Parts;
            call++;
        }

        _calls[call].RunPart(item, scratch);
    }
}
