using System.CommandLine;
using System.CommandLine.Invocation;
using Stn.Commands;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn;

/// <summary>The command line. What the user can mend is one line on the error output and exit code 1.</summary>
internal static class StnProgram
{
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
            // Signals: commands that have something to bring to an end listen to them (StopSignals); the others just end.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error });
        }
        catch (Exception e) when (e is UserException or DatasetException or DeviceException or CheckpointException)
        {
            error.WriteLine($"error: {e.Message}");
            return 1;
        }
    }
}
