using System.Collections.Concurrent;
using System.Globalization;
using StnEngine.Kernels;
using StnEngine.Kernels.Cpu;
using StnEngine.Kernels.Gpu;
using Xunit;

namespace StnEngine.Tests;

// The devices that every operation is tested on. `cpu` is what users get; `cpu/8` is the same with vectors of 8 floats, and so on:
// the code paths of other machines. `gpu-emulated/32` runs the GPU kernels on the CPU in groups of 32 threads; real GPUs are added where
// they are there. Memory is watched: new buffers hold NaN, and bytes behind each are checked when it is given back.
internal static class TestDevices
{
    // Accelerators compile each kernel once, and a test opens a device of its own: they are handed from test to test.
    private static readonly ConcurrentDictionary<string, ConcurrentBag<GpuAccelerator>> Accelerators = new();

    public static IReadOnlyList<string> Cpus { get; } = ["cpu", "cpu/8", "cpu/4", "cpu/1"];

    public static IReadOnlyList<string> Gpus { get; } =
        ["gpu-emulated/16", "gpu-emulated/32", .. Devices.List().Where(d => d.Name is not null && (d.Spec.StartsWith("cuda", StringComparison.Ordinal) || d.Spec.StartsWith("opencl", StringComparison.Ordinal))).Select(d => d.Spec)];

    public static IReadOnlyList<string> Specs { get; } = [.. Cpus, .. Gpus];

    public static TheoryData<string> Rows => [.. Specs];

    public static Device Open(string spec, int threads = 2)
    {
        if (!spec.StartsWith("cpu", StringComparison.Ordinal))
        {
            return OpenGpu(spec);
        }

        int lanes = spec == "cpu" ? 0 : NumberAfter(spec, '/');
        return CpuDevice.Open(threads, lanes, watchMemory: true);
    }

    public static void AssertGuardsIntact(Device device) =>
        Assert.True(device is CpuDevice cpu ? cpu.GuardsIntact() : ((GpuDevice)device).GuardsIntact(), "A kernel wrote past the end of a buffer.");

    private static GpuDevice OpenGpu(string spec)
    {
        ConcurrentBag<GpuAccelerator> free = Accelerators.GetOrAdd(spec, _ => []);
        GpuAccelerator accelerator = free.TryTake(out GpuAccelerator? used) ? used
            : spec.StartsWith("gpu-emulated", StringComparison.Ordinal) ? GpuAccelerators.OpenEmulated(NumberAfter(spec, '/'))
            : spec.StartsWith("cuda", StringComparison.Ordinal) ? GpuAccelerators.OpenCuda(NumberAfter(spec, ':'))
            : GpuAccelerators.OpenOpenCL(NumberAfter(spec, ':'));
        return new GpuDevice(accelerator, new GpuOptions { WatchMemory = true, Release = free.Add });
    }

    private static int NumberAfter(string spec, char mark) => int.Parse(spec.AsSpan(spec.IndexOf(mark, StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
