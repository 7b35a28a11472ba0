using System.CommandLine;
using System.Globalization;
using StnEngine.Benchmarks.Networks;
using StnEngine.Benchmarks.Peer;

namespace StnEngine.Benchmarks.Scaling;

/// <summary><c>scaling</c>: how the cost of an image depends on batch, threads and image size, and memory on the batch.</summary>
internal static class ScalingCommand
{
    private static readonly int[] Batches = [1, 16, 32, 64, 128, 256, 512, 1024];
    private static readonly int[] Sizes = [28, 42, 60, 84, 112];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds, each over all points of a table; medians of them are printed.", DefaultValueFactory = _ => 5 };
        var command = new Command("scaling", "Measures how the cost of an image depends on batch, threads and image size.") { rounds };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static void Run(int rounds, TextWriter output)
    {
        int all = Environment.ProcessorCount;
        Machine.Describe(output, all);
        Network[] networks = [.. Network.All];
        Table(output, $"Training step, microseconds an image, {all} threads", "batch", networks, Batches, rounds, (network, batch) => new Point(network, batch, all));
        Table(output, "Training step at batch 256, microseconds an image", "threads", networks, [.. Enumerable.Range(0, 1 + (int)Math.Log2(all)).Select(k => 1 << k)], rounds, (network, threads) => new Point(network, 256, threads));
        Table(output, $"Training step of the tutorial network at batch 64, microseconds an image, {all} threads", "pixels a side", [Network.Named("mnist"), Network.Named("cifar10")], Sizes, rounds, (network, size) => new Point(network with { Size = size }, 64, all));
        Table(output, $"What a transformer costs: training step on 42x42, microseconds an image, {all} threads", "batch", [Network.PaperCnn, Network.Named("paper-st-cnn")], [64, 256], rounds, (network, batch) => new Point(network, batch, all));
        Memory(output, networks);
    }

    private static void Table(TextWriter output, string title, string column, Network[] networks, int[] values, int rounds, Func<Network, int, Point> point)
    {
        output.WriteLine();
        output.WriteLine($"## {title}");
        output.WriteLine();
        output.WriteLine($"| {column} | {string.Join(" | ", networks.Select(n => n.Name))} |");
        output.WriteLine($"|---|{string.Concat(networks.Select(_ => "---|"))}");

        // All points in each round: a machine that slows down does so for all of them.
        var times = new Dictionary<(int Value, string Network), List<double>>();
        for (int round = 0; round < rounds; round++)
        {
            foreach (int value in values)
            {
                foreach (Network network in networks)
                {
                    if (!times.TryGetValue((value, network.Name), out List<double>? list))
                    {
                        times.Add((value, network.Name), list = []);
                    }

                    list.Add(point(network, value).MicrosecondsPerImage());
                }
            }
        }

        foreach (int value in values)
        {
            IEnumerable<string> cells = networks.Select(n => Timing.Median(times[(value, n.Name)]).ToString("F2", CultureInfo.InvariantCulture));
            output.WriteLine($"| {value} | {string.Join(" | ", cells)} |");
        }
    }

    private static void Memory(TextWriter output, Network[] networks)
    {
        output.WriteLine();
        output.WriteLine("## Memory of a recorded training step, MiB of buffers");
        output.WriteLine();
        output.WriteLine($"| batch | {string.Join(" | ", networks.Select(n => n.Name))} |");
        output.WriteLine($"|---|{string.Concat(networks.Select(_ => "---|"))}");
        foreach (int batch in Batches)
        {
            IEnumerable<string> cells = networks.Select(n => (new Point(n, batch, 1).Bytes() / 1048576.0).ToString("F1", CultureInfo.InvariantCulture));
            output.WriteLine($"| {batch} | {string.Join(" | ", cells)} |");
        }
    }
}
