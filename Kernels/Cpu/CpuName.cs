using System.Runtime.InteropServices;

namespace StnEngine.Kernels.Cpu;

// The processor's own name, for the line that says what a run was made on.
internal static class CpuName
{
    public static string Read()
    {
        const string Field = "model name";
        try
        {
            foreach (string line in File.ReadLines("/proc/cpuinfo"))
            {
                if (line.StartsWith(Field, StringComparison.Ordinal))
                {
                    return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                }
            }
        }
        catch (IOException)
        {
            // Not Linux: the architecture has to do.
        }

        return $"{RuntimeInformation.ProcessArchitecture} processor";
    }
}
