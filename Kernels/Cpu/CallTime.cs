namespace StnEngine.Kernels.Cpu;

// Stopwatch ticks that a call of a recorded step took, in both its phases.
internal sealed class CallTime(CpuCall call)
{
    public CpuCall Call { get; } = call;

    public long BlockTicks { get; set; }

    public long PartTicks { get; set; }

    // For example `Conv2d.BackwardWeight`: the operation's class and the call's, without what all of them have in common.
    public string Name
    {
        get
        {
            Type type = Call.GetType();
            string operation = type.DeclaringType?.Name.Replace("Cpu`1", string.Empty, StringComparison.Ordinal) ?? string.Empty;
            return $"{operation}.{type.Name.Replace("Call", string.Empty, StringComparison.Ordinal)}";
        }
    }
}
