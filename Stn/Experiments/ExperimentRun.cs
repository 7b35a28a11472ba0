using System.Diagnostics;
using System.Globalization;
using Stn.Data;
using Stn.Pictures;
using Stn.Reports;
using Stn.Terminal;
using Stn.Training;
using StnEngine;
using StnEngine.Kernels;

namespace Stn.Experiments;

/// <summary>The `experiment` command: fills a table cell by cell, and goes on where it was.</summary>
internal sealed class ExperimentRun(Experiment experiment, ExperimentSettings settings, ProgressLine progress)
{
    // A pair that comes out reversed gets so many seeds.
    private const int SeedsOfAReversedPair = 3;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private string FileOf(string extension) => Path.Combine(settings.Out, experiment.Name + extension);

    // Of what each cell leaves, and of the page about all.
    private string Folder => Path.Combine(settings.Out, experiment.Name);

    private string PageOf => Path.Combine(Folder, "report.html");

    /// <summary>Runs what is missing.</summary>
    /// <param name="command">What was typed, for the results.</param>
    /// <param name="stop">Ends it between two batches; finished cells are kept.</param>
    public async Task RunAsync(string command, CancellationToken stop)
    {
        CellPlan[] chosen = Choose();
        using FolderLock taken = FolderLock.Take(Folder);
        WholeFile.DeleteLeftOvers(settings.Out, experiment.Name);
        foreach (KnownDataset dataset in chosen.Select(c => c.Recipe.FindDataset()).Distinct())
        {
            await DataFiles.EnsureAsync(dataset, settings.Data, settings.Offline, progress, stop);
        }

        ExperimentResults results = ExperimentResults.Read(FileOf(".json")) ?? new ExperimentResults { Name = experiment.Name, Machine = string.Empty, Commit = string.Empty, Command = string.Empty, Cells = [] };
        (CellPlan Plan, ulong Seed)[] wanted =
        [
            .. Enumerable.Range(1, Math.Max(settings.Seeds, chosen.Max(c => c.Seeds)))
                .SelectMany(seed => chosen.Where(plan => seed <= Math.Max(settings.Seeds, plan.Seeds)).Select(plan => (plan, (ulong)seed)))
                .Where(c => settings.Again || results.Of(c.plan.Model, c.plan.Column).All(r => r.Seed != c.Item2)),
        ];
        progress.Line($"{experiment.Title}: {wanted.Length} cells to run, {results.Cells.Count} there");
        results.Cells.ForEach(DeletePart);
        Fill(wanted, results, command, stop);
        Fill(SeedsForReversedPairs(chosen, results), results, command, stop);
        progress.Line(string.Empty);
        progress.Line(ResultsTable.Write(experiment, results).TrimEnd());
        WriteTables(results);
        progress.Line($"written  {FileOf(".md")}, {FileOf(".json")}, {PageOf}");
    }

    private string FileOf(CellResult cell, string end) => Path.Combine(Folder, CellPlan.FileName(cell.Column, cell.Model, end));

    // What follows from the results and from what each cell left.
    private void WriteTables(ExperimentResults results)
    {
        UserFile.Write(FileOf(".md"), ResultsTable.Write(experiment, results));
        UserFile.Write(PageOf, ExperimentPage.Write(experiment, results, cell => CellDetails.Read(FileOf(cell, FormattableString.Invariant($"-seed-{cell.Seed}.json")))));
    }

    private void Fill((CellPlan Plan, ulong Seed)[] cells, ExperimentResults results, string command, CancellationToken stop)
    {
        ICellRun run = experiment.Runner(settings, progress);
        string machine = cells.Length == 0 ? string.Empty : Machine();
        for (int i = 0; i < cells.Length; i++)
        {
            (CellPlan plan, ulong seed) = cells[i];
            double? seconds = settings.BudgetMinutes is { } minutes ? Math.Max(0, (60 * minutes) - _clock.Elapsed.TotalSeconds) / (cells.Length - i) : null;
            (CellResult result, IReadOnlyList<Picture> sheets, CellDetails details) = run.Run(experiment, plan, seed, seconds, stop);

            // A cell counts as run when it is among the results: by then all that it leaves must be there.
            PictureOutput.SaveSheets(FileOf(result, ".png"), sheets);
            UserFile.Write(FileOf(result, FormattableString.Invariant($"-seed-{seed}.json")), details.ToJson());
            (results.Machine, results.Commit, results.Command) = (machine, BuildCommit.Name, command);
            results.Put(result);
            UserFile.Write(FileOf(".json"), results.ToJson());
            DeletePart(result);
            WriteTables(results);
            string published = plan.PublishedPercent is { } error ? string.Create(CultureInfo.InvariantCulture, $" (published {error:0.##})") : string.Empty;
            progress.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"cell {i + 1,3}/{cells.Length}  {plan.Column,-5} {plan.Model,-26} seed {seed}  {experiment.Figure} {result.ErrorPercent:F2} %{published}  {result.Epochs} epochs, {result.Seconds:F0} s"));
        }
    }

    private void DeletePart(CellResult cell) => File.Delete(Path.Combine(Folder, CellPlan.PartName(cell.Column, cell.Model, cell.Seed)));

    private string Machine()
    {
        using Device device = Devices.Open(settings.Device, settings.Threads);
        return string.Create(CultureInfo.InvariantCulture, $"{device.Spec}: {device.Name}, {DateTime.UtcNow:yyyy-MM-dd}");
    }

    // Chance decides between two close cells: more seeds tell.
    private (CellPlan Plan, ulong Seed)[] SeedsForReversedPairs(CellPlan[] chosen, ExperimentResults results)
    {
        var more = new List<(CellPlan Plan, ulong Seed)>();
        foreach ((string plain, string transformed) in experiment.Pairs)
        {
            foreach (string column in chosen.Select(c => c.Column).Distinct())
            {
                CellPlan[] pair = [.. chosen.Where(c => c.Column == column && (c.Model == plain || c.Model == transformed))];
                if (pair.Length == 2 && results.ErrorOf(transformed, column) >= results.ErrorOf(plain, column))
                {
                    more.AddRange(
                        from seed in Enumerable.Range(1, SeedsOfAReversedPair)
                        from plan in pair
                        where results.Of(plan.Model, column).All(r => r.Seed != (ulong)seed)
                        select (plan, (ulong)seed));
                }
            }
        }

        return [.. more];
    }

    private CellPlan[] Choose()
    {
        Check("--models", settings.Models, experiment.Models);
        Check("--columns", settings.Columns, experiment.Columns);
        return [.. experiment.Cells.Where(c => (settings.Models.Length == 0 || settings.Models.Contains(c.Model)) && (settings.Columns.Length == 0 || settings.Columns.Contains(c.Column)))];
    }

    private void Check(string option, string[] given, IReadOnlyList<string> known)
    {
        string[] unknown = [.. given.Except(known)];
        if (unknown.Length > 0)
        {
            throw new UserException($"{option}: {experiment.Name} has no '{string.Join("', '", unknown)}'. Use of {string.Join(", ", known)}.");
        }
    }
}
