using System.CommandLine;
using System.CommandLine.Invocation;
using Stn.Commands;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn;

/// <summary>The command line. What the user can mend is one line on the error output and exit code 1; numbers that are not finite are 3; Ctrl+C is 130.</summary>
internal static class StnProgram
{
    private const int NotFinite = 3;

    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, Func<Stream>? openInput = null)
    {
        openInput ??= Console.OpenStandardInput;
        var root = new RootCommand("Trains image classifiers that straighten what they see: spatial transformer networks, with nothing but .NET.")
        {
            TrainCommand.Create(), EvalCommand.Create(), PredictCommand.Create(openInput), GradCamCommand.Create(openInput), VisualizeCommand.Create(),
            ServeCommand.Create(), ExportCommand.Create(), ImportCommand.Create(), ExperimentCommand.Create(), ReportCommand.Create(), SummaryCommand.Create(), DevicesCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction complaint)
        {
            complaint.ShowHelp = false;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("stopped  what the last whole epoch left can be resumed: the same command with --resume --out FOLDER");
            return 130;
        }
        catch (NonFiniteException e)
        {
            error.WriteLine($"error: {e.Message}");
            error.WriteLine("stopped  the last checkpoint is as it was. Start again with a lower --learning-rate; or go on with --resume --out FOLDER and --skip-nonfinite, which leaves such batches out, or --detect-anomaly, which looks at every operation");
            return NotFinite;
        }
        catch (Exception e) when (e is UserException or DatasetException or DeviceException or CheckpointException)
        {
            error.WriteLine($"error: {e.Message}");
            return 1;
        }
    }
}
