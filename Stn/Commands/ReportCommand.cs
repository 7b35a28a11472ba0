using System.CommandLine;
using Stn.Data;
using Stn.Reports;
using Stn.Training;
using StnEngine;
using StnEngine.Kernels;

namespace Stn.Commands;

internal static class ReportCommand
{
    private const string ComparisonFile = "comparison.html";

    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN") { Description = "Folders of runs. One gets its page again, which needs its data set; several are compared in one page.", Arity = ArgumentArity.OneOrMore };
        var outFile = new Option<string?>("--out") { Description = $"The page to write. [default: report.html in the run's folder; {ComparisonFile} for several]", HelpName = "FILE" };
        var dataset = CommonOptions.Dataset("whose test images to show; it must have the classes of the run's. [default: the run's own]");
        var data = CommonOptions.Data();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var offline = CommonOptions.Offline();
        var command = new Command("report", "Writes the page about a run again, or one page that compares several runs.") { runs, outFile, dataset, data, device, threads, offline };
        command.SetAction(async (parsed, stop) =>
        {
            RunRecord[] records = [.. parsed.GetValue(runs)!.Select(RunRecord.Read)];
            string file = parsed.GetValue(outFile) ?? (records.Length == 1 ? records[0].Folder.Report : ComparisonFile);
            string page;
            if (records.Length == 1)
            {
                TrainOptions options = records[0].Options with { Dataset = parsed.GetValue(dataset) ?? records[0].Options.Dataset };
                await DataFiles.EnsureAsync(options.FindDataset(), parsed.GetValue(data), parsed.GetValue(offline), parsed.InvocationConfiguration.Error, stop);

                page = Write(records[0], options, parsed.GetValue(data), parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0);
            }
            else
            {
                page = ComparisonPage.Write(records);
            }

            UserFile.Write(file, page);
            parsed.InvocationConfiguration.Output.WriteLine($"written  {file}");
        });
        return command;
    }

    private static string Write(RunRecord run, TrainOptions options, string? dataRoot, string spec, int threads)
    {
        using Device device = Devices.Open(spec, threads);
        using var session = new TrainingSession(options, TrainingData.Load(options.FindDataset(), options.Distort, dataRoot), device);
        StateFile.LoadState(session.Model, run.File);
        return RunPage.Write(new ReportCollector(session, ReportScope.Whole).Collect(run.Facts, run.Log));
    }
}
