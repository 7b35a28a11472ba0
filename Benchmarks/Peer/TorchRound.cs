using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace StnEngine.Benchmarks.Peer;

/// <summary>One round of PyTorch: <c>torch_peer.py</c> in a process of its own, which prints a JSON object a line.</summary>
internal static class TorchRound
{
    /// <summary>What PyTorch calls itself.</summary>
    /// <param name="python">The Python that has it.</param>
    /// <returns>For example <c>1.13.1</c>.</returns>
    /// <exception cref="PeerException">That Python is not there or has no PyTorch.</exception>
    public static string Version(string python)
    {
        try
        {
            using Process process = Start(python, 1, ["-c", "import torch; print(torch.__version__)"]);
            string answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                return answer;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PeerException($"There is no {python}. Name the Python that has PyTorch with --python.");
        }

        throw new PeerException($"{python} has no PyTorch. Install it (Debian: apt-get install python3-torch libopenblas0-pthread), or name another Python with --python.");
    }

    /// <summary>Times of everything that the script measures.</summary>
    /// <param name="options">What to compare.</param>
    /// <param name="blasThreads">Threads of PyTorch's matrix library.</param>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="PeerException">The script failed.</exception>
    public static IReadOnlyDictionary<WorkKey, double> Run(PeerOptions options, int blasThreads)
    {
        string[] arguments =
        [
            Script, "--threads", Text(options.Threads), "--repeats", Text(options.Repeats), "--batches", string.Join(',', options.Batches.Select(Text)),
        ];
        using Process process = Start(options.Python, blasThreads, arguments);
        var milliseconds = new Dictionary<WorkKey, double>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            using JsonDocument row = JsonDocument.Parse(line);
            Read(row.RootElement, milliseconds);
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? milliseconds : throw new PeerException($"PyTorch's side failed with exit code {process.ExitCode}; its messages are above.");
    }

    /// <summary>Where the script lies.</summary>
    public static string Script => Path.Combine(AppContext.BaseDirectory, "Peer", "torch_peer.py");

    /// <summary>Starts a Python with its messages on ours and its answers to be read.</summary>
    /// <param name="python">Which.</param>
    /// <param name="blasThreads">Threads of PyTorch's matrix library.</param>
    /// <param name="arguments">Its command line.</param>
    /// <returns>The process.</returns>
    public static Process Start(string python, int blasThreads, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true };
        info.Environment["OPENBLAS_NUM_THREADS"] = Text(blasThreads);
        return Process.Start(info)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Read(JsonElement row, Dictionary<WorkKey, double> milliseconds)
    {
        string? work = row.TryGetProperty("work", out JsonElement value) ? value.GetString() : null;
        switch (work)
        {
            case "train_step":
                milliseconds.Add(WorkKey.Training(row.GetProperty("model").GetString()!, row.GetProperty("batch").GetInt32()), row.GetProperty("ms").GetDouble());
                break;
            case "inference":
                milliseconds.Add(WorkKey.Inference(row.GetProperty("model").GetString()!, row.GetProperty("batch").GetInt32()), row.GetProperty("ms").GetDouble());
                break;
            case "op":
                string operation = row.GetProperty("op").GetString()!;
                milliseconds.Add(WorkKey.Forward(operation), row.GetProperty("forward_ms").GetDouble());
                milliseconds.Add(WorkKey.ForwardBackward(operation), row.GetProperty("forward_backward_ms").GetDouble());
                break;
            case "gemm":
                milliseconds.Add(WorkKey.MatrixProduct, row.GetProperty("ms").GetDouble());
                break;
        }
    }
}
