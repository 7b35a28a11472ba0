using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>What can compute here, but for what emulates a GPU.</summary>
internal static class MeasuredDevices
{
    public static IEnumerable<string> Specs => Devices.List().Where(d => d.Name is not null && d.Spec != "gpu-emulated").Select(d => d.Spec);
}
