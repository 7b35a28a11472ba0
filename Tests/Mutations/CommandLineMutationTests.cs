using System.CommandLine;
using System.Text;
using Stn;
using Stn.Web;
using StnEngine.Kernels;
using StnEngine.Tests.Programs;
using Xunit;

namespace StnEngine.Tests.Mutations;

public sealed class CommandLineMutationTests
{
    private static readonly string[] Lines =
    [
        "train --dataset mnist --model stn --epochs 3 --batch-size 64 --learning-rate 0.01 --seed 7 --device cpu --threads 2 --out runs/a --resume --dry-run",
        "train --dataset folder:signs --size 32 --distort RTS --optimizer adam --schedule one-cycle --identity-penalty 0.1 --start-noise 0.5 --watch-url http://127.0.0.1:0",
        "eval nothing --json --dataset digits --device cpu", "predict nothing nothing.png --save-warped out --json", "gradcam nothing nothing.png --class 3 --out a.png", "visualize nothing --out out",
        "serve nothing --urls http://127.0.0.1:5080", "export nothing --format onnx --out a.onnx --images 5", "import nothing --model stn --dataset mnist --out b", "report nothing nothing --out c.html",
        "experiment table1 --models FCN --columns R RTS --seeds 2 --out results", "summary --model paper-st-cnn-tps --dataset gtsrb --size 48 --distort E", "devices", "--help", "--version",
    ];

    private static readonly string[] Words =
    [
        " ", "  ", " -- ", " --", " -", "=", ":", " @nothing ", " @/ ", "[suggest:3] ", "[suggest:-1]", "[diagram] ", "[", "]", "\"", "'", " --help ", " -h ", " -? ", " /? ", " --version ", " --seed ", " --size ", " --epochs=",
        "18446744073709551616", "1e999", "-0", "NaN", "0x10", "٣", "\u2028", "digits", "gtsrb", "folder:", "folder:.", "wide", "TC", "cuda:", "cuda:99999999999999999999", "http://[::1]:0", "http://loopback:0", "http://localhost:0", "😀",
    ];

    // Help, complaints and the like are run, for they only print, and so are two commands that find nothing to read: the rest would train, listen or write.
    [Fact]
    public void CommandLine_Mutated_IsUnderstoodOrComplainedOf()
    {
        using var console = new StringWriter();
        MutationRun.Of(
            m => m.Apply(Encoding.UTF8.GetBytes(Lines[m.Next(Lines.Length)])),
            line =>
            {
                string[] args = Encoding.UTF8.GetString(line).Split(' ');
                ParseResult parsed = StnProgram.Parse(args, () => Stream.Null);
                bool harmless = parsed.Action != parsed.CommandResult.Command.Action || args.Contains("") || parsed.CommandResult.Command.Name is "eval" or "export";
                console.GetStringBuilder().Clear();
                int exitCode = harmless ? StnProgram.RunAsync(args, console, console).GetAwaiter().GetResult() : 0;
                if (exitCode != 0)
                {
                    string said = console.ToString();
                    throw exitCode == 1 && said.Length > 0 && !said.Contains("   at ", StringComparison.Ordinal) ? new UserException(said) : new InvalidOperationException(said);
                }
            },
            error => error is UserException,
            words: Words);
    }

    [Fact]
    public void Device_Mutated_IsOpenedOrRefused() => MutationRun.Of(
        m => m.Apply(((byte[][])["cpu"u8.ToArray(), "cuda:0"u8.ToArray(), "opencl:0"u8.ToArray()])[m.Next(3)]),
        spec => Devices.Open(Encoding.UTF8.GetString(spec), 1).Dispose(),
        error => error is DeviceException,
        words: ["cpu", "auto", ":", "cuda:", "0"]);

    [Fact]
    public void Address_Mutated_IsTakenOrRefused() => MutationRun.Of(
        m => m.Apply(((byte[][])["http://127.0.0.1:5080"u8.ToArray(), "http://[::1]:0"u8.ToArray(), "http://localhost:5080/"u8.ToArray()])[m.Next(3)]),
        url => LocalServer.CreateBuilder(Encoding.UTF8.GetString(url)),
        error => error is UserException,
        words: ["http://", "https://", "loopback", "localhost", "0.0.0.0", "[::]", "0x7f000001", "127.1", "１２７.0.0.1", "a:b@", "#", "?", "/", ":99999", "*", "+", "unix:/"]);
}
