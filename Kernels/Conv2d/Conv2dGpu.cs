using System.Numerics;

namespace StnEngine.Kernels.Gpu;

// Forward and the gradient of the input are one kernel, told apart by the axes it walks: see ConvAxis.
internal sealed partial class Conv2dGpu(GpuDevice device) : IConv2d
{
    public void Forward(in Conv2dDims dims, DeviceBuffer input, DeviceBuffer weight, DeviceBuffer? bias, DeviceBuffer output)
    {
        var windows = new ConvWindows
        {
            Rows = ConvAxis.Forward(dims.OutH, dims.H, dims.KernelH, dims.StrideH, dims.PaddingH, dims.DilationH),
            Columns = ConvAxis.Forward(dims.OutW, dims.W, dims.KernelW, dims.StrideW, dims.PaddingW, dims.DilationW),
            Blocks = dims.Input.Blocks,
            SourceChannels = dims.C,
            Channels = dims.OutC,
            WeightChannelStep = dims.Taps,
            WeightSourceChannelStep = dims.KernelH * dims.KernelW,
            Relu = dims.Relu,
        };
        Sum(windows, new(input, weight, bias, output), accumulate: false);
    }

    public void BackwardInput(in Conv2dDims dims, DeviceBuffer gradOutput, DeviceBuffer weight, DeviceBuffer gradInput)
    {
        var windows = new ConvWindows
        {
            Rows = ConvAxis.Backward(dims.H, dims.OutH, dims.KernelH, dims.StrideH, dims.PaddingH, dims.DilationH),
            Columns = ConvAxis.Backward(dims.W, dims.OutW, dims.KernelW, dims.StrideW, dims.PaddingW, dims.DilationW),
            Blocks = dims.Input.Blocks,
            SourceChannels = dims.OutC,
            Channels = dims.C,
            WeightChannelStep = dims.KernelH * dims.KernelW,
            WeightSourceChannelStep = dims.Taps,
            IsFlipped = true,
        };
        Sum(windows, new(gradOutput, weight, null, gradInput), accumulate: true);
    }

    // A window wider than what a group stages at once is summed in parts: the first has the bias, the last the ReLU.
    private void Sum(in ConvWindows windows, in ConvBuffers buffers, bool accumulate)
    {
        for (int first = 0; first < windows.Columns.Window; first += WindowKernel.MaxColumns)
        {
            bool isLast = windows.Columns.Window - first <= WindowKernel.MaxColumns;
            ConvBuffers part = buffers with { Bias = first == 0 ? buffers.Bias : null };
            Launch(windows with { Relu = windows.Relu && isLast }, first, part, accumulate || first > 0);
        }
    }

    // While there are too few groups for the device, the slices of a group share a tile's window rows instead of taking a tile each.
    private void Launch(in ConvWindows windows, int firstColumn, in ConvBuffers buffers, bool accumulate)
    {
        int slices = device.GroupSize / Layout.Lanes;
        int tiles = windows.Rows.Places * windows.Columns.Tiles;
        int channelTiles = (windows.Channels + RegisterTile.Side - 1) / RegisterTile.Side;
        long perTile = (long)windows.Blocks * channelTiles;
        int mostShares = Math.Min(slices, windows.SourceChannels * windows.Rows.Window);
        int shares = 1 << BitOperations.Log2((uint)device.Shares(perTile * ((tiles + slices - 1) / slices), mostShares));
        int tilesPerGroup = slices / shares;
        int groups = (tiles + tilesPerGroup - 1) / tilesPerGroup;
        device.LaunchGroups(
            checked((int)(perTile * groups)),
            new WindowKernel(windows, firstColumn, shares, groups, buffers, device.AtOrNone(buffers.Bias), accumulate));
    }
}
