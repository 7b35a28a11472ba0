using System.Diagnostics;
using Xunit;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>A small disk in memory, in a folder of its own. Mounting one is for root on Linux: elsewhere the test skips.</summary>
internal sealed class Mounted : IDisposable
{
    private Mounted(string path) => Path = path;

    public string Path { get; }

    public static async Task<Mounted> TmpfsAsync(string path, string options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a small disk.");
        Directory.CreateDirectory(path);
        (int exitCode, string said) = await RunAsync("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);
        Assert.SkipUnless(exitCode == 0, $"A small disk cannot be mounted here: {said.Trim()}");
        return new Mounted(path);
    }

    public void Dispose()
    {
        // Lazily: a process that is just being killed may still have a file open there.
        (int exitCode, string said) = RunAsync("umount", "-l", Path).GetAwaiter().GetResult();
        Assert.True(exitCode == 0, said);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        string said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}
