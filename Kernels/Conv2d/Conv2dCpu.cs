namespace StnEngine.Kernels.Cpu;

// Convolution on blocks of images: see ConvTile and WeightGradientTile for the arithmetic. One with a single output position would
// leave most of a tile empty: it is handed to the fully connected layer, whose tile is another.
internal sealed unsafe partial class Conv2dCpu<V>(CpuDevice device) : IConv2d
    where V : unmanaged, ILanes<V>
{
    public void Forward(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output)
    {
        if (dims.AsLinear is { } linear)
        {
            device.Linear.Forward(linear, input, weight, bias, output);
        }
        else
        {
            device.Submit(new ForwardCall(dims, input, weight, bias, output));
        }
    }

    public void BackwardInput(in Conv2dDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput)
    {
        if (dims.AsLinear is { } linear)
        {
            device.Linear.BackwardInput(linear, gradOutput, weight, gradInput);
            return;
        }

        var packed = (CpuBuffer)device.Allocate((long)dims.OutC * dims.Taps);
        device.Submit(new PackCall(dims, weight, packed));
        device.Submit(new BackwardInputCall(dims, gradOutput, packed, gradInput));
    }

    public void BackwardWeight(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer gradOutput, DeviceBuffer? gradWeight, DeviceBuffer? gradBias)
    {
        if (dims.AsLinear is { } linear)
        {
            device.Linear.BackwardWeight(linear, input, gradOutput, gradWeight, gradBias);
        }
        else
        {
            device.Submit(new BackwardWeightCall(device, dims, input, gradOutput, gradWeight, gradBias));
        }
    }

    private static long PaddedLength(in Conv2dDims dims) =>
        dims.PaddedH == dims.H && dims.PaddedW == dims.W ? 0 : (long)dims.C * dims.PaddedH * dims.PaddedW * Layout.Lanes;

    // The block with its zero border, or the block itself when there is none.
    private static float* Padded(in Conv2dDims dims, float* block, float* scratch)
    {
        if (PaddedLength(dims) == 0)
        {
            return block;
        }

        int rowLength = dims.W * Layout.Lanes;
        new Span<float>(scratch, checked((int)PaddedLength(dims))).Clear();
        for (int c = 0; c < dims.C; c++)
        {
            for (int y = 0; y < dims.H; y++)
            {
                float* to = scratch + ((((long)c * dims.PaddedH) + y + dims.PaddingH) * dims.PaddedW + dims.PaddingW) * Layout.Lanes;
                new ReadOnlySpan<float>(block, rowLength).CopyTo(new Span<float>(to, rowLength));
                block += rowLength;
            }
        }

        return scratch;
    }
}
