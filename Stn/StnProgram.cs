using System.CommandLine;
using System.CommandLine.Invocation;
using Stn.Commands;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn;

/// <summary>The command line. What the user can mend is one line on the error output and exit code 1; numbers that are not finite are 3.</summary>
internal static class StnProgram
{
    /// <summary>What it ends with when numbers are not finite.</summary>
    internal const int NotFiniteCode = 3;

    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, Func<Stream>? openInput = null)
    {
        if (args.TakeWhile(a => a.Length > 0 && !a.Contains('\0')).Count() is var good && good < args.Count)
        {
            error.WriteLine($"error: an argument is empty, number {good + 1}: give it a value, or leave it out with its option. A variable of the shell may be unset.");
            return 1;
        }

        ParseResult parsed = Parse(args, openInput ?? Console.OpenStandardInput);
        if (parsed.Action is ParseErrorAction complaint)
        {
            complaint.ShowHelp = false;
        }

        try
        {
            // Signals: commands that have something to bring to an end listen to them (StopSignals); the others just end.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error });
        }
        catch (Exception e) when (parsed.Action != parsed.CommandResult.Command.Action && e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            // What shells ask for completions by, [suggest:POSITION], typed by hand.
            error.WriteLine($"error: '{args[0]}' is no directive that can be followed: {e.Message} Leave it out.");
            return 1;
        }
        catch (NonFiniteException e)
        {
            error.WriteLine($"error: {e.Message}");
            return NotFiniteCode;
        }
        catch (Exception e) when (e is UserException or DatasetException or DeviceException or CheckpointException)
        {
            error.WriteLine($"error: {e.Message}");
            return 1;
        }
    }

    /// <summary>What arguments mean; nothing is done yet.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, Func<Stream> openInput)
    {
        var root = new RootCommand("Trains image classifiers that straighten what they see: spatial transformer networks, with nothing but .NET.")
        {
            TrainCommand.Create(), EvalCommand.Create(), PredictCommand.Create(openInput), GradCamCommand.Create(openInput), VisualizeCommand.Create(),
            ServeCommand.Create(), ExportCommand.Create(), ImportCommand.Create(), ExperimentCommand.Create(), ReportCommand.Create(), SummaryCommand.Create(), DevicesCommand.Create(),
        };

        // A name that begins with @ is a name: System.CommandLine would read arguments from such a file.
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }
}
