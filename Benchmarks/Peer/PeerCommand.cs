using System.CommandLine;

namespace StnEngine.Benchmarks.Peer;

/// <summary><c>peer</c>: PyTorch and this engine in turns on the same work.</summary>
internal static class PeerCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds of each side, in turns.", DefaultValueFactory = _ => 3 };
        var repeats = new Option<int>("--repeats") { Description = "Timed runs in a round.", DefaultValueFactory = _ => 40 };
        var threads = new Option<int>("--threads") { Description = "Threads of both sides.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var batches = new Option<int[]>("--batches") { Description = "Images in a step.", DefaultValueFactory = _ => [64, 256], AllowMultipleArgumentsPerToken = true };
        var python = new Option<string>("--python") { Description = "The Python that has PyTorch.", DefaultValueFactory = _ => "/usr/bin/python3" };
        var mnist = new Option<string?>("--mnist") { Description = "Root folder of the data sets: compares whole training runs on MNIST instead.", HelpName = "ROOT" };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of such a run.", DefaultValueFactory = _ => 20 };
        var command = new Command("peer", "Runs PyTorch and this engine in turns on the same work and prints one table.")
        {
            rounds, repeats, threads, batches, python, mnist, epochs,
        };
        command.SetAction(parsed =>
        {
            var options = new PeerOptions(
                parsed.GetValue(rounds), parsed.GetValue(repeats), parsed.GetValue(threads), parsed.GetValue(batches)!,
                parsed.GetValue(python)!, parsed.GetValue(mnist), parsed.GetValue(epochs));
            return Run(options, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return command;
    }

    private static int Run(PeerOptions options, TextWriter output, TextWriter error)
    {
        try
        {
            string version = TorchRound.Version(options.Python);
            Machine.Describe(output, options.Threads);
            output.WriteLine($"PyTorch {version}; medians of {options.Rounds} rounds of {options.Repeats} runs each, in turns.");
            output.WriteLine();
            if (options.Mnist is null)
            {
                StepComparison.Run(options, output, error);
            }
            else
            {
                RunComparison.Run(options, output, error);
            }

            return 0;
        }
        catch (PeerException e)
        {
            error.WriteLine($"error: {e.Message}");
            return 1;
        }
    }
}
