namespace StnEngine.Kernels.Cpu;

// A scalar that is the sum of one number per block: losses, counts, sums. The numbers are combined in a tree.
internal abstract unsafe class ScalarSumCall<V> : CpuCall
    where V : unmanaged, ILanes<V>
{
    private readonly float* _output;
    private readonly float _scale;

    protected ScalarSumCall(CpuDevice device, int blocks, float scale, DeviceBuffer output)
    {
        _output = At(output);
        _scale = scale;
        Blocks = blocks;
        Parts = 1;
        Partials = (CpuBuffer)device.Allocate(blocks);
        PartWrites = [output];
    }

    public override void RunBlock(int block, Scratch scratch) => Partials!.Pointer[block] = BlockSum(block);

    public override void RunPart(int part, Scratch scratch) => AddUp(Blocks);

    protected void AddUp(int blocks)
    {
        *_output = 0;
        BatchSum.AddPart<V>(Partials!.Pointer, blocks, 1, 0, 1, _scale, _output);
    }

    protected abstract float BlockSum(int block);
}
