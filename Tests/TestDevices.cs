using System.Collections.Concurrent;
using System.Globalization;
using StnEngine.Kernels;
using StnEngine.Kernels.Cpu;
using StnEngine.Kernels.Gpu;
using Xunit;

namespace StnEngine.Tests;

// The devices that every operation is tested on. `cpu` is what users get; `cpu/8` is the same with vectors of 8 floats, and so on:
// the code paths of other machines. `gpu-emulated/32` runs the GPU kernels on the CPU in groups of 32 threads; real GPUs are added where
// they are there. STN_TEST_DEVICES=cuda,cpu/8 leaves only those whose spec starts so, and all cases on them. Memory is watched: new buffers hold NaN, and bytes behind each are checked when it is given back.
internal static class TestDevices
{
    // Accelerators compile each kernel once, and a test opens a device of its own: they are handed from test to test.
    private static readonly ConcurrentDictionary<string, ConcurrentBag<GpuAccelerator>> Accelerators = new();

    private static readonly string[]? Wanted = Environment.GetEnvironmentVariable("STN_TEST_DEVICES")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static IReadOnlyList<string> Cpus { get; } = Chosen(["cpu", "cpu/8", "cpu/4", "cpu/1"]);

    public static IReadOnlyList<string> Gpus { get; } = Chosen(["gpu-emulated/16", .. Devices.List().Where(IsRealGpu).Select(d => d.Spec)]);

    public static IReadOnlyList<string> Specs { get; } = [.. Cpus, .. Gpus];

    // What hangs on the size of a group is tested with two; the rest with one, because emulated GPUs are slow.
    public static IReadOnlyList<string> SpecsOfAllGroupSizes { get; } = [.. Specs, .. Chosen(["gpu-emulated/32"])];

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

    // Which of these CPUs are tested; other ones where none of them is, and all of them where no CPU is.
    public static IReadOnlyList<string> CpusAmong(params string[] specs) => Cpus.Intersect(specs).ToArray() is { Length: > 0 } some ? some : Cpus.Count > 0 ? Cpus : specs;

    public static void AssertGuardsIntact(Device device) =>
        Assert.True(device is CpuDevice cpu ? cpu.GuardsIntact() : ((GpuDevice)device).GuardsIntact(), "A kernel wrote past the end of a buffer.");

    // Whether a case is too long for a device that only plays a GPU, unless that was asked for.
    public static bool IsTooSlowFor(string spec, long floats) => Wanted is null && spec.StartsWith("gpu-emulated", StringComparison.Ordinal) && floats > 8000;

    private static bool IsRealGpu(DeviceInfo device) => device is { Name: not null, Spec: not ("cpu" or "gpu-emulated") };

    private static IReadOnlyList<string> Chosen(IReadOnlyList<string> specs) =>
        Wanted is null ? specs : [.. specs.Where(spec => Array.Exists(Wanted, wanted => spec.StartsWith(wanted, StringComparison.Ordinal)))];

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
