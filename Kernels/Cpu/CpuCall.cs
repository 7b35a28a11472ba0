namespace StnEngine.Kernels.Cpu;

// One kernel call with its buffers. A call has a phase per block of images, a phase over parts, or both:
//   RunBlock touches, of batched buffers, block `block` only; so calls of a stretch can follow each other block by block.
//   RunPart starts when every block is done and may read them all: sums over the batch, optimisers, plain tensors.
// Neither phase may depend on which thread runs an item or in which order.
internal abstract unsafe class CpuCall
{
    // Items of the first phase; 0 when the call works on plain tensors only.
    public int Blocks { get; protected init; }

    // Items of the second phase; 0 when there is nothing to combine.
    public int Parts { get; protected init; }

    // Floats of working memory each thread needs.
    public long ScratchLength { get; protected init; }

    public DeviceBuffer?[] Reads { get; protected set; } = [];

    // Written in the first phase.
    public DeviceBuffer?[] BlockWrites { get; protected set; } = [];

    // Written in the second phase.
    public DeviceBuffer?[] PartWrites { get; protected set; } = [];

    // A buffer between the two phases, or filled by a call before this one; given back with the call.
    public CpuBuffer? Partials { get; protected init; }

    // The buffer that the first phase sets to zero, if that is all the call does.
    public DeviceBuffer? Zeroes { get; protected init; }

    // Told that the one buffer to which the first phase adds holds nothing but zeros. A call that can write there instead does so from
    // now on, leaves the bits that adding to zero would, and answers true: then the zeros need not be there.
    public virtual bool TryOverwrite() => false;

    public virtual void RunBlock(int block, Scratch scratch) => throw new NotSupportedException();

    public virtual void RunPart(int part, Scratch scratch) => throw new NotSupportedException();

    protected static float* At(DeviceBuffer buffer) => ((CpuBuffer)buffer).Pointer;

    protected static float* AtOrNull(DeviceBuffer? buffer) => buffer is null ? null : ((CpuBuffer)buffer).Pointer;
}
