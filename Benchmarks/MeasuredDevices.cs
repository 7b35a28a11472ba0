using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>What is measured here.</summary>
internal static class MeasuredDevices
{
    /// <summary>What can compute here, but for what emulates a GPU.</summary>
    public static IEnumerable<string> Specs => Devices.List().Where(d => d.Name is not null && d.Spec != "gpu-emulated").Select(d => d.Spec);

    /// <summary>Those of some devices that <c>STN_BENCHMARK_DEVICES</c>, specs separated by commas, leaves; all where it is not set.</summary>
    /// <param name="specs">The devices.</param>
    /// <returns>In their order.</returns>
    public static IEnumerable<string> Chosen(IEnumerable<string> specs)
    {
        string[] wanted = Environment.GetEnvironmentVariable("STN_BENCHMARK_DEVICES")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return wanted.Length == 0 ? specs : specs.Where(wanted.Contains);
    }
}
