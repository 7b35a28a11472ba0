using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using StnEngine.Benchmarks.Networks;
using StnEngine.Kernels;
using StnEngine.Kernels.Cpu;

namespace StnEngine.Benchmarks.Profile;

/// <summary><c>profile</c>: where the time of a training step goes, kernel call by kernel call, on one CPU thread.</summary>
internal static class ProfileCommand
{
    private const int Replays = 100;

    public static Command Create()
    {
        var network = new Argument<string>("network") { Description = string.Join(", ", Network.All.Select(n => n.Name)) };
        network.AcceptOnlyFromAmong([.. Network.All.Select(n => n.Name)]);
        var batch = new Option<int>("--batch") { Description = "Images in a step.", DefaultValueFactory = _ => 64 };
        var command = new Command("profile", "Shows where the time of a training step goes, kernel call by kernel call, on one CPU thread.") { network, batch };
        command.SetAction(parsed => Run(Network.Named(parsed.GetValue(network)!), parsed.GetValue(batch), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static void Run(Network network, int batch, TextWriter output)
    {
        using Device device = Devices.Open("cpu", 1);
        using var steps = new NetworkSteps(network, device, batch);
        using TensorScope scope = TensorScope.Begin();
        using var recording = (CpuRecording)device.Record(steps.Train);
        CpuProfile.Measure(recording, Replays);
        IReadOnlyList<CallTime> times = CpuProfile.Measure(recording, Replays);
        double total = times.Sum(t => t.BlockTicks + t.PartTicks);
        Machine.Describe(output, 1);
        output.WriteLine();
        output.WriteLine("| call, in the order of the step | blocks, microseconds | parts, microseconds | share |");
        output.WriteLine("|---|---|---|---|");
        foreach (CallTime time in times)
        {
            Row(time.Name, time.BlockTicks, time.PartTicks);
        }

        Row("all", times.Sum(t => t.BlockTicks), times.Sum(t => t.PartTicks));

        void Row(string name, long blockTicks, long partTicks) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {Microseconds(blockTicks):F1} | {Microseconds(partTicks):F1} | {100 * (blockTicks + partTicks) / total:F1} % |"));
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency / Replays;
}
