namespace StnEngine.Kernels.Cpu;

// A recorded step on the CPU: stretches, one after another.
internal sealed class CpuRecording(CpuDevice device) : Recording
{
    private readonly List<Stretch> _stretches = [];

    public IReadOnlyList<Stretch> Stretches => _stretches;

    public void Add(CpuCall call)
    {
        if (_stretches.Count == 0 || !_stretches[^1].TryAdd(call))
        {
            var stretch = new Stretch(call.Blocks);
            stretch.TryAdd(call);
            _stretches.Add(stretch);
        }
    }

    public override void Replay()
    {
        device.RefuseWhileRecording("Replay");
        foreach (Stretch stretch in _stretches)
        {
            stretch.Run(device.Team);
        }
    }

    private protected override void Release()
    {
        foreach (Stretch stretch in _stretches)
        {
            stretch.Release();
        }

        _stretches.Clear();
    }
}
