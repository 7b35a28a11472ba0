namespace StnEngine.Kernels.Gpu;

// What of a GPU device is not the accelerator's.
internal sealed record GpuOptions
{
    // Whether a recorded step becomes one launch where the device can do that.
    public bool UseGraph { get; init; } = true;

    // Whether new buffers hold NaN and have a guard band behind them, for tests.
    public bool WatchMemory { get; init; }

    // What becomes of the accelerator when the device is disposed. Tests, which open a device each, hand it on.
    public Action<GpuAccelerator> Release { get; init; } = accelerator => accelerator.Dispose();
}
