using System.Diagnostics;
using System.Globalization;
using Stn.Data;
using Stn.Pictures;
using Stn.Reports;
using Stn.Terminal;
using Stn.Training;
using StnEngine.Kernels;

namespace Stn.Experiments;

/// <summary>The `experiment` command: fills a table cell by cell, and goes on where it was.</summary>
internal sealed class ExperimentRun(Experiment experiment, ExperimentSettings settings, ProgressLine progress)
{
    // A pair that comes out reversed gets so many seeds.
    private const int SeedsOfAReversedPair = 3;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private string FileOf(string extension) => Path.Combine(settings.Out, experiment.Name + extension);

    private string PageOf => Path.Combine(settings.Out, experiment.Name, "report.html");

    /// <summary>Runs what is missing.</summary>
    /// <param name="command">What was typed, for the results.</param>
    /// <param name="stop">Ends it between two batches; finished cells are kept.</param>
    public async Task RunAsync(string command, CancellationToken stop)
    {
        CellPlan[] chosen = Choose();
        foreach (KnownDataset dataset in chosen.Select(c => c.Recipe.FindDataset()).Distinct())
        {
            await DataFiles.EnsureAsync(dataset, settings.Data, settings.Offline, progress, stop);
        }

        new RunFolder(settings.Out).Create();
        ExperimentResults results = ExperimentResults.Read(FileOf(".json")) ?? new ExperimentResults { Name = experiment.Name, Machine = string.Empty, Commit = string.Empty, Command = string.Empty, Cells = [] };
        using (Device device = Devices.Open(settings.Device, settings.Threads))
        {
            results.Machine = string.Create(CultureInfo.InvariantCulture, $"{device.Spec}: {device.Name}, {DateTime.UtcNow:yyyy-MM-dd}");
        }

        (results.Commit, results.Command) = (BuildCommit.Name, command);
        (CellPlan Plan, ulong Seed)[] wanted =
        [
            .. Enumerable.Range(1, Math.Max(settings.Seeds, chosen.Max(c => c.Seeds)))
                .SelectMany(seed => chosen.Where(plan => seed <= Math.Max(settings.Seeds, plan.Seeds)).Select(plan => (plan, (ulong)seed)))
                .Where(c => settings.Again || results.Of(c.plan.Model, c.plan.Column).All(r => r.Seed != c.Item2)),
        ];
        progress.Line($"{experiment.Title}: {wanted.Length} cells to run, {results.Cells.Count} there");
        Fill(wanted, results, stop);
        Fill(SeedsForReversedPairs(chosen, results), results, stop);
        progress.Line(string.Empty);
        progress.Line(ResultsTable.Write(experiment, results).TrimEnd());
        WritePage(results);
        progress.Line($"written  {FileOf(".md")}, {FileOf(".json")}, {PageOf}");
    }

    private string FileOf(CellResult cell, string end) => Path.Combine(settings.Out, experiment.Name, $"{cell.Column}-{cell.Model}{end}".Replace(' ', '-'));

    private void WritePage(ExperimentResults results) => UserFile.Write(
        PageOf, ExperimentPage.Write(experiment, results, cell => CellDetails.Read(FileOf(cell, FormattableString.Invariant($"-seed-{cell.Seed}.json")))));

    private void Fill((CellPlan Plan, ulong Seed)[] cells, ExperimentResults results, CancellationToken stop)
    {
        ICellRun run = experiment.Runner(settings, progress);
        for (int i = 0; i < cells.Length; i++)
        {
            (CellPlan plan, ulong seed) = cells[i];
            double? seconds = settings.BudgetMinutes is { } minutes ? Math.Max(0, (60 * minutes) - _clock.Elapsed.TotalSeconds) / (cells.Length - i) : null;
            (CellResult result, IReadOnlyList<Picture> sheets, CellDetails details) = run.Run(experiment, plan, seed, seconds, stop);
            results.Put(result);
            UserFile.Write(FileOf(".json"), results.ToJson());
            UserFile.Write(FileOf(".md"), ResultsTable.Write(experiment, results));
            PictureOutput.SaveSheets(FileOf(result, ".png"), sheets);
            UserFile.Write(FileOf(result, FormattableString.Invariant($"-seed-{seed}.json")), details.ToJson());
            WritePage(results);
            string published = plan.PublishedPercent is { } error ? string.Create(CultureInfo.InvariantCulture, $" (published {error:0.##})") : string.Empty;
            progress.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"cell {i + 1,3}/{cells.Length}  {plan.Column,-5} {plan.Model,-26} seed {seed}  {experiment.Figure} {result.ErrorPercent:F2} %{published}  {result.Epochs} epochs, {result.Seconds:F0} s"));
        }
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
