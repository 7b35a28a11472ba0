namespace StnEngine.Kernels.Cpu;

// Visits the kept positions: of a batch block by block, a vector of images at a time; of a plain tensor in chunks, one by one.
internal abstract class AxisReduceCall<V> : CpuCall
    where V : unmanaged, ILanes<V>
{
    private const int Chunk = 32;

    protected AxisReduceCall(in AxisReduceDims dims, DeviceBuffer[] reads, DeviceBuffer target)
    {
        Dims = dims;
        Blocks = dims.Input.Blocks;
        Reads = reads;
        if (dims.Input.IsBatched)
        {
            BlockWrites = [target];
            return;
        }

        Parts = (dims.Kept + Chunk - 1) / Chunk;
        PartWrites = [target];
    }

    protected AxisReduceDims Dims { get; }

    public override void RunBlock(int block, Scratch scratch)
    {
        AxisReduceDims d = Dims;
        nint input = (nint)block * d.Input.BlockLength;
        nint output = (nint)block * d.Output.BlockLength;
        for (int k = 0; k < d.Kept; k++)
        {
            for (int part = 0; part < Layout.Lanes; part += V.Width)
            {
                RunLanes(input + ((nint)d.First(k) * Layout.Lanes) + part, d.OverBatch ? k : output + ((nint)k * Layout.Lanes) + part);
            }
        }
    }

    public override void RunPart(int part, Scratch scratch)
    {
        int end = Math.Min(Dims.Kept, (part + 1) * Chunk);
        for (int k = part * Chunk; k < end; k++)
        {
            RunOne(Dims.First(k), k);
        }
    }

    // Some images of a batch: `input` is where their first reduced element lies, `output` where their kept one does.
    protected abstract void RunLanes(nint input, nint output);

    // The same for an element of a plain tensor.
    protected abstract void RunOne(nint input, nint output);
}
