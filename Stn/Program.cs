using System.CommandLine;
using System.CommandLine.Invocation;
using Stn;
using Stn.Commands;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;

var root = new RootCommand("Trains image classifiers that straighten what they see: spatial transformer networks, with nothing but .NET.")
{
    TrainCommand.Create(), SummaryCommand.Create(), DevicesCommand.Create(),
};

try
{
    ParseResult parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction complaint)
    {
        complaint.ShowHelp = false;
    }

    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped  go on with the same command and --resume --out FOLDER");
    return 130;
}
catch (Exception e) when (e is UserException or DatasetException or DeviceException or CheckpointException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
