namespace StnEngine.Kernels.Gpu;

// What WindowKernel sums: the result [Blocks, Channels, Rows.Places, Columns.Places] reads windows of the source
// [Blocks, SourceChannels, Rows.Extent, Columns.Extent].
internal readonly record struct ConvWindows
{
    public ConvAxis Rows { get; init; }

    public ConvAxis Columns { get; init; }

    public int Blocks { get; init; }

    public int SourceChannels { get; init; }

    public int Channels { get; init; }

    // Floats from the weights of one channel of the result, or of the source, to those of the next.
    public int WeightChannelStep { get; init; }

    public int WeightSourceChannelStep { get; init; }

    // Whether the last weight of a window belongs to the first tap.
    public bool IsFlipped { get; init; }

    // Whether the result is max(x, 0) of the sums.
    public bool Relu { get; init; }
}

internal readonly record struct ConvBuffers(DeviceBuffer Source, DeviceBuffer Weight, DeviceBuffer? Bias, DeviceBuffer Result);
