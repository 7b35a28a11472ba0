using System.Globalization;
using System.Runtime.InteropServices;
using StnEngine.Kernels;

namespace StnEngine.Benchmarks;

/// <summary>What a table of results says of where and when it was made.</summary>
internal static class Machine
{
    public static void Describe(TextWriter output, int threads)
    {
        using Device device = Devices.Open("cpu", threads);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{device.Name}; {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}."));
    }
}
