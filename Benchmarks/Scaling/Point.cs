using StnEngine.Benchmarks.Networks;
using StnEngine.Benchmarks.Peer;
using StnEngine.Kernels;
using StnEngine.Kernels.Cpu;

namespace StnEngine.Benchmarks.Scaling;

/// <summary>A training step of one size.</summary>
/// <param name="Network">The network.</param>
/// <param name="Batch">Images in a step.</param>
/// <param name="Threads">CPU threads.</param>
internal readonly record struct Point(Network Network, int Batch, int Threads)
{
    // Images that are timed altogether, within these numbers of steps.
    private const int Images = 8192, MinSteps = 15, MaxSteps = 200;

    /// <summary>Median time of a step, divided by its images.</summary>
    /// <returns>Microseconds.</returns>
    public double MicrosecondsPerImage()
    {
        using Device device = Devices.Open("cpu", Threads);
        using var steps = new NetworkSteps(Network, device, Batch);
        return 1000 * Timing.MedianMilliseconds(steps.ReplayTraining, Math.Clamp(Images / Batch, MinSteps, MaxSteps)) / Batch;
    }

    /// <summary>Memory of the network, its optimiser and a step.</summary>
    /// <returns>Bytes of device buffers.</returns>
    public long Bytes()
    {
        using Device device = Devices.Open("cpu", Threads);
        using var steps = new NetworkSteps(Network, device, Batch);
        steps.ReplayTraining();
        return ((CpuDevice)device).HeldBytes;
    }
}
