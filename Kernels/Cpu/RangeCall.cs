namespace StnEngine.Kernels.Cpu;

// A call that treats its buffers as flat runs of floats: block by block for a batch, in chunks for a plain tensor.
internal abstract class RangeCall : CpuCall
{
    private const int Chunk = 8192;
    private readonly Layout _layout;

    protected RangeCall(in Layout layout)
    {
        _layout = layout;
        Blocks = layout.Blocks;
        Parts = layout.IsBatched ? 0 : (int)((layout.StoredLength + Chunk - 1) / Chunk);
    }

    public override void RunBlock(int block, Scratch scratch) => Run((nint)block * _layout.BlockLength, _layout.BlockLength);

    public override void RunPart(int part, Scratch scratch) =>
        Run((nint)part * Chunk, (int)Math.Min(Chunk, _layout.StoredLength - ((long)part * Chunk)));

    protected abstract void Run(nint start, int length);

    // Declares what the call writes, in the phase that does it.
    protected void Writes(DeviceBuffer buffer)
    {
        if (_layout.IsBatched)
        {
            BlockWrites = [buffer];
        }
        else
        {
            PartWrites = [buffer];
        }
    }
}
