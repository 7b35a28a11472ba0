using System.Globalization;
using StnEngine.Kernels;
using StnEngine.Kernels.Cpu;
using Xunit;

namespace StnEngine.Tests;

// The devices that every operation is tested on. `cpu` is what users get; `cpu/8` is the same with vectors of 8 floats, and so on:
// the code paths of other machines. Memory is watched: new buffers hold NaN, and bytes behind each are checked when it is given back.
internal static class TestDevices
{
    public static IReadOnlyList<string> Specs { get; } = ["cpu", "cpu/8", "cpu/4", "cpu/1"];

    public static TheoryData<string> Rows => [.. Specs];

    public static Device Open(string spec, int threads = 2)
    {
        int lanes = spec == "cpu" ? 0 : int.Parse(spec["cpu/".Length..], CultureInfo.InvariantCulture);
        return CpuDevice.Open(threads, lanes, watchMemory: true);
    }

    public static void AssertGuardsIntact(Device device) =>
        Assert.True(device is not CpuDevice cpu || cpu.GuardsIntact(), "A kernel wrote past the end of a buffer.");
}
