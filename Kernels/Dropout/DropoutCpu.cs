namespace StnEngine.Kernels.Cpu;

internal sealed unsafe class DropoutCpu(CpuDevice device) : IDropout
{
    public void Mask(in DropoutDims dims, DeviceBuffer counter, DeviceBuffer mask) => device.Submit(new MaskCall(dims, counter, mask));

    private sealed class MaskCall : CpuCall
    {
        private readonly DropoutDims _dims;
        private readonly float* _counter;
        private readonly float* _mask;

        public MaskCall(in DropoutDims dims, DeviceBuffer counter, DeviceBuffer mask)
        {
            _dims = dims;
            _counter = At(counter);
            _mask = At(mask);
            Blocks = dims.Mask.Blocks;
            Reads = [counter];
            BlockWrites = [mask];
        }

        public override void RunBlock(int block, Scratch scratch)
        {
            DropoutDims d = _dims;
            float* mask = _mask + ((nint)block * d.Mask.BlockLength);
            uint draw = (uint)*_counter;
            for (int i = 0; i < d.Rest; i += 4)
            {
                for (int lane = 0; lane < Layout.Lanes; lane++)
                {
                    (uint x0, uint x1, uint x2, uint x3) = Philox.Next((uint)i, (uint)((block * Layout.Lanes) + lane), draw, 0, d.Key);
                    Put(mask, i, lane, x0);
                    Put(mask, i + 1, lane, x1);
                    Put(mask, i + 2, lane, x2);
                    Put(mask, i + 3, lane, x3);
                }
            }
        }

        private void Put(float* mask, int i, int lane, uint random)
        {
            if (i < _dims.Rest)
            {
                mask[(i * Layout.Lanes) + lane] = random < _dims.DropBelow ? 0 : _dims.Scale;
            }
        }
    }
}
