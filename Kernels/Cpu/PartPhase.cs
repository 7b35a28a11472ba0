namespace StnEngine.Kernels.Cpu;

// The second phase of a call as the team's work.
internal sealed class PartPhase : ITeamWork
{
    public CpuCall? Call { get; set; }

    public void Run(int item, Scratch scratch) => Call!.RunPart(item, scratch);
}
