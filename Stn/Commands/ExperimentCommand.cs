using System.CommandLine;
using Stn.Experiments;
using Stn.Terminal;

namespace Stn.Commands;

internal static class ExperimentCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = string.Join(", ", Experiment.Names) + "." };
        name.AcceptOnlyFromAmong(Experiment.Names);
        var models = new Option<string[]>("--models") { Description = "Rows, in quotes where they have spaces. [default: all]", AllowMultipleArgumentsPerToken = true };
        var columns = new Option<string[]>("--columns") { Description = "Columns. [default: all]", AllowMultipleArgumentsPerToken = true };
        var seeds = CommonOptions.Number<int>("--seeds", "Seeds of each cell. [default: 1; 3 where a transformer comes out behind]", 1, 1000);
        var epochs = CommonOptions.Number<int>("--epochs", "Epochs of each cell. [default: the recipe's]", 1, 100_000);
        var budget = CommonOptions.Number<double>("--budget", "Minutes for all cells that are missing: schedules are shortened to fit.", 0.01, 1_000_000);
        var again = new Option<bool>("--again") { Description = "Run finished cells again." };
        var data = CommonOptions.Data();
        var outFolder = new Option<string>("--out") { Description = "Folder of the results.", HelpName = "FOLDER", DefaultValueFactory = _ => "results" };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var offline = CommonOptions.Offline();
        var command = new Command("experiment", "Trains and tests every cell of a table, and writes NAME.md and NAME.json. Interrupted, it goes on where it was.")
        {
            name, models, columns, seeds, epochs, budget, again, data, outFolder, device, threads, offline,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var settings = new ExperimentSettings(
                parsed.GetValue(models) ?? [], parsed.GetValue(columns) ?? [], parsed.GetValue(seeds) ?? 1, parsed.GetValue(epochs), parsed.GetValue(budget), parsed.GetValue(again),
                parsed.GetValue(data), parsed.GetValue(outFolder)!, parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0, parsed.GetValue(offline));
            using var progress = ProgressLine.On(parsed.InvocationConfiguration.Output);
            var run = new ExperimentRun(Experiment.Named(parsed.GetValue(name)!), settings, progress);
            return await StopSignals.RunAsync(parsed.InvocationConfiguration.Error, token => run.RunAsync(Typed.Command(parsed), token), () => Typed.Command(parsed), stop);
        });
        return command;
    }
}
