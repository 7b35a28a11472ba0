using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace StnEngine.Tests.Programs.Crashes;

/// <summary>A program of ours in a process of its own, which can be killed.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private Child(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Add(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Add(_error, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Error => Text(_error);

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>What it has computed so far: unlike the time of a clock the same on a machine that does much else.</summary>
    public TimeSpan Computed
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.TotalProcessorTime;
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                // It has just ended.
                return TimeSpan.MaxValue;
            }
        }
    }

    /// <summary>Starts the program.</summary>
    public static Child Stn(params string[] args) => Start("Stn.dll", args, string.Empty);

    /// <summary>Starts the program in a folder.</summary>
    public static Child Stn(string[] args, string folder) => Start("Stn.dll", args, folder);

    /// <summary>Starts the tests' own program, which plays a part then.</summary>
    public static Child Part(params string[] args) => Start("StnEngine.Tests.dll", args, string.Empty);

    /// <summary>Waits until it has printed something.</summary>
    public async Task WaitForAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(!HasEnded && clock.Elapsed < Patience, $"'{text}' was waited for. Output:\n{Output}\nErrors:\n{Error}");
            await Task.Delay(2);
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until it ends well.</summary>
    public async Task SucceedAsync() => Assert.True(await EndAsync() == 0, $"Output:\n{Output}\nErrors:\n{Error}");

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (!HasEnded)
        {
            _process.Kill();
        }

        await EndAsync();
    }

    /// <summary>Sends a signal by its name, such as INT.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (!HasEnded)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // By the host that runs this process, wherever that is.
    private static Child Start(string program, string[] args, string folder)
    {
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        string path = Path.Combine(AppContext.BaseDirectory, program);
        Assert.SkipUnless(File.Exists(host) && File.Exists(path), $"{host} and {path} are wanted to start programs.");
        string[] command = IsCtrlCIgnored() ? ["env", "--default-signal=INT", host, path, .. args] : [host, path, .. args];
        return new Child(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder });
    }

    // What a shell starts in the background ignores it, and so do the programs that it starts.
    private static bool IsCtrlCIgnored()
    {
        const int Interrupt = 1 << 1;
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        if (!File.Exists(Status))
        {
            return false;
        }

        string ignored = File.ReadLines(Status).First(line => line.StartsWith(Ignored, StringComparison.Ordinal))[Ignored.Length..];
        return (Convert.ToInt64(ignored.Trim(), 16) & Interrupt) != 0;
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
