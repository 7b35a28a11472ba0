using System.Globalization;
using StnEngine.Kernels.Cpu;

namespace StnEngine.Kernels;

/// <summary>Finds and opens devices.</summary>
public static class Devices
{
    private const string WhyNoGpu = "this build has no GPU kernels yet";

    /// <summary>Opens a device by its spec.</summary>
    /// <param name="spec"><c>cpu</c>, or <c>auto</c> for the best device there is.</param>
    /// <param name="threads">CPU threads; 0 for one per processor.</param>
    /// <returns>The device; the caller disposes it.</returns>
    /// <exception cref="DeviceException">The spec is unknown or the device is not there.</exception>
    public static Device Open(string spec, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (threads is < 0 or > 1024)
        {
            throw new DeviceException(string.Create(CultureInfo.InvariantCulture, $"threads: {threads} was given; wanted 1 to 1024, or 0 for one per processor."));
        }

        return spec switch
        {
            "cpu" or "auto" => CpuDevice.Open(threads == 0 ? Environment.ProcessorCount : threads),
            _ when spec.StartsWith("cuda", StringComparison.Ordinal) || spec.StartsWith("opencl", StringComparison.Ordinal) || spec == "gpu-emulated" =>
                throw new DeviceException($"Device '{spec}' is not there: {WhyNoGpu}. Use --device cpu."),
            _ => throw new DeviceException($"Unknown device '{spec}'. Use cpu, cuda:0, opencl:0, gpu-emulated or auto; `stn devices` lists what is there."),
        };
    }

    /// <summary>Every kind of device, with the reason where it is missing.</summary>
    /// <returns>One entry per device or missing kind.</returns>
    public static IReadOnlyList<DeviceInfo> List()
    {
        using Device cpu = Open("cpu");
        return
        [
            new DeviceInfo("cpu", cpu.Name, null),
            new DeviceInfo("cuda:0", null, WhyNoGpu),
            new DeviceInfo("opencl:0", null, WhyNoGpu),
            new DeviceInfo("gpu-emulated", null, WhyNoGpu),
        ];
    }
}
