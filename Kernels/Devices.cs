using System.Globalization;
using StnEngine.Kernels.Cpu;
using StnEngine.Kernels.Gpu;

namespace StnEngine.Kernels;

/// <summary>Finds and opens devices.</summary>
public static class Devices
{
    private const int EmulatedGroupSize = 16;

    /// <summary>Opens a device by its spec.</summary>
    /// <param name="spec">
    /// <c>cpu</c>; <c>cuda:0</c>, <c>cuda:1</c>...; <c>opencl:0</c>...; <c>gpu-emulated</c>, which runs the GPU kernels on the CPU, for tests and
    /// debugging only; or <c>auto</c> for the first CUDA device, else the first OpenCL device that is a GPU, else <c>cpu</c>.
    /// </param>
    /// <param name="threads">CPU threads; 0 for one per processor.</param>
    /// <param name="useGraph">Whether a recorded step becomes one CUDA graph; where there is none its launches are made one by one.</param>
    /// <returns>The device; the caller disposes it.</returns>
    /// <exception cref="DeviceException">The spec is unknown or the device is not there.</exception>
    public static Device Open(string spec, int threads = 0, bool useGraph = true)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (threads is < 0 or > 1024)
        {
            throw new DeviceException(string.Create(CultureInfo.InvariantCulture, $"threads: {threads} was given; wanted 1 to 1024, or 0 for one per processor."));
        }

        spec = spec == "auto" ? GpuAccelerators.Best() ?? "cpu" : spec;
        if (spec == "cpu")
        {
            return CpuDevice.Open(threads == 0 ? Environment.ProcessorCount : threads);
        }

        GpuAccelerator accelerator = spec == "gpu-emulated" ? GpuAccelerators.OpenEmulated(EmulatedGroupSize)
            : Index(spec, "cuda:") is { } cuda ? GpuAccelerators.OpenCuda(cuda)
            : Index(spec, "opencl:") is { } openCL ? GpuAccelerators.OpenOpenCL(openCL)
            : throw new DeviceException($"Unknown device '{spec}'. Use cpu, cuda:0, opencl:0, gpu-emulated or auto; `stn devices` lists what is there.");
        return new GpuDevice(accelerator, new GpuOptions { UseGraph = useGraph });
    }

    /// <summary>Every kind of device, with the reason where it is missing.</summary>
    /// <returns>One entry per device or missing kind.</returns>
    public static IReadOnlyList<DeviceInfo> List()
    {
        using Device cpu = Open("cpu");
        using GpuAccelerator emulated = GpuAccelerators.OpenEmulated(EmulatedGroupSize);
        return [new DeviceInfo("cpu", cpu.Name, null), .. GpuAccelerators.List(), new DeviceInfo(emulated.Spec, $"{emulated.Name}: for tests and debugging only", null)];
    }

    private static int? Index(string spec, string kind) =>
        spec.StartsWith(kind, StringComparison.Ordinal) && int.TryParse(spec.AsSpan(kind.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
}
