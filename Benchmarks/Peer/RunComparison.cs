using System.Diagnostics;
using System.Globalization;
using Stn;

namespace StnEngine.Benchmarks.Peer;

/// <summary>Whole training runs on MNIST of both sides, in turns, each in a process of its own: seconds from start to end, and peak memory.</summary>
internal static class RunComparison
{
    public static void Run(PeerOptions options, TextWriter output, TextWriter progress)
    {
        var ours = new List<(double Seconds, double MiB)>();
        var theirs = new List<(double Seconds, double MiB)>();
        string epochs = options.Epochs.ToString(CultureInfo.InvariantCulture), threads = options.Threads.ToString(CultureInfo.InvariantCulture);
        string program = typeof(StnProgram).Assembly.Location;
        DirectoryInfo run = Directory.CreateTempSubdirectory("stn-peer-");
        for (int round = 1; round <= options.Rounds; round++)
        {
            progress.WriteLine($"round {round} of {options.Rounds}: PyTorch");
            theirs.Add(Measure(() => TorchRound.Start(
                options.Python, 1, [TorchRound.Script, "--threads", threads, "--mnist", Path.Combine(options.Mnist!, "mnist"), "--epochs", epochs])));
            progress.WriteLine($"round {round} of {options.Rounds}: this engine");
            ours.Add(Measure(() => Process.Start(new ProcessStartInfo(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                [program, "train", "--dataset", "mnist", "--data", options.Mnist!, "--offline", "--device", "cpu", "--threads", threads, "--epochs", epochs, "--out", Path.Combine(run.FullName, $"{round}")])
            {
                RedirectStandardOutput = true,
            })!));
        }

        run.Delete(true);
        output.WriteLine("| MNIST, whole program | PyTorch | ours | ratio |");
        output.WriteLine("|---|---|---|---|");
        Row($"seconds for {epochs} epochs", theirs.Select(r => r.Seconds), ours.Select(r => r.Seconds));
        Row("peak memory, MiB", theirs.Select(r => r.MiB), ours.Select(r => r.MiB));

        void Row(string name, IEnumerable<double> their, IEnumerable<double> our)
        {
            double t = Timing.Median(their), o = Timing.Median(our);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {t:F1} | {o:F1} | {t / o:F2} |"));
        }
    }

    // The peak is asked for until the process ends: the system forgets it then.
    private static (double Seconds, double MiB) Measure(Func<Process> start)
    {
        long begin = Stopwatch.GetTimestamp();
        using Process process = start();
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        long peak = 0;
        while (!process.WaitForExit(50))
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return process.ExitCode == 0
            ? (seconds, peak / 1048576.0)
            : throw new PeerException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} failed with exit code {process.ExitCode}; its messages are above.");
    }
}
