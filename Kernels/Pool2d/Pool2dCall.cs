namespace StnEngine.Kernels.Cpu;

// The walk over the output positions of a block that every pooling shares. A window is handed on as the address of its first
// vector in the image, its rows and columns, and the position of its output.
internal abstract unsafe class Pool2dCall<V> : CpuCall
    where V : unmanaged, ILanes<V>
{
    private readonly Pool2dDims _dims;

    protected Pool2dCall(in Pool2dDims dims, DeviceBuffer?[] reads, DeviceBuffer writes)
    {
        _dims = dims;
        Blocks = dims.Input.Blocks;
        Reads = reads;
        BlockWrites = [writes];
    }

    protected Pool2dDims Dims => _dims;

    protected nint RowStep => (nint)_dims.W * Layout.Lanes;

    public override void RunBlock(int block, Scratch scratch)
    {
        Pool2dDims d = _dims;
        int outH = d.OutH;
        int outW = d.OutW;
        nint output = (nint)block * d.Output.BlockLength;
        for (int c = 0; c < d.C; c++)
        {
            nint channel = ((nint)block * d.Input.BlockLength) + ((nint)c * d.H * RowStep);
            for (int oy = 0; oy < outH; oy++)
            {
                for (int ox = 0; ox < outW; ox++)
                {
                    (int top, int left, int bottom, int right) = d.Window(oy, ox);
                    nint first = channel + (top * RowStep) + (left * Layout.Lanes);
                    for (int part = 0; part < Layout.Lanes; part += V.Width)
                    {
                        RunWindow(first + part, bottom - top, right - left, output + part, d.Divisor(oy, ox));
                    }

                    output += Layout.Lanes;
                }
            }
        }
    }

    protected abstract void RunWindow(nint first, int rows, int columns, nint output, int divisor);
}
