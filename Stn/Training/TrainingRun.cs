using System.Diagnostics;
using Stn.Data;
using Stn.Pictures;
using Stn.Reports;
using Stn.Reports.Live;
using Stn.Terminal;
using StnEngine;
using StnEngine.Kernels;

namespace Stn.Training;

/// <summary>The `train` command: sets a run up or goes on with one, trains, reports, and keeps its folder up to date.</summary>
internal sealed class TrainingRun(RunSettings settings, ProgressLine progress)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Told after every batch how far the run is; null for nobody.</summary>
    public Action<TrainingProgress>? Progressed { get; init; }

    /// <summary>Where it writes, once that is known.</summary>
    public RunFolder? Folder { get; private set; }

    /// <summary>Trains to the end.</summary>
    /// <param name="given">Options that were typed.</param>
    /// <param name="stop">Ends the run after the batch at hand, which is saved: a resumed run goes on behind it.</param>
    /// <exception cref="UserException">The settings do not fit together or to what is in the folder.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="NonFiniteException">A number became NaN or infinite; the last checkpoint is as it was.</exception>
    public async Task RunAsync(GivenOptions given, CancellationToken stop)
    {
        RunFolder folder = FolderFor(given);
        using FolderLock? taken = settings.DryRun ? null : FolderLock.Take(folder.Path);
        (TrainOptions options, SafetensorsFile? checkpoint, List<EpochResult> log) = Prepare(given, folder);
        if (log.Count >= options.Epochs && folder.IsFinished)
        {
            progress.Line(FormattableString.Invariant($"{folder.Path} is finished: {log.Count} epochs, test accuracy {log[^1].TestAccuracy:F2} %."));
            return;
        }

        KnownDataset dataset = options.FindDataset();
        await DataFiles.EnsureAsync(dataset, settings.Data, settings.Offline, progress, stop);
        using Device device = Devices.Open(settings.Device, settings.Threads, settings.Graph);
        progress.Line($"device   {device.Spec}: {device.Name}");
        TrainingData data = TrainingData.Load(dataset, options.Distort, settings.Data);
        progress.Line(FormattableString.Invariant($"data     {data.Train.Name}, distort {options.Distort}: {data.Train.Count} images to train, {data.Test.Count} to test, {data.Channels}x{data.Size}x{data.Size}"));
        using var session = new TrainingSession(options, data, device, settings.NonFinite);
        progress.Line(FormattableString.Invariant($"model    {options.Model}, {session.Parameters:N0} parameters, {options.Optimizer} {options.LearningRate}, batch {options.BatchSize}, seed {options.Seed}"));
        if (settings.DryRun)
        {
            Report(session.RunEpoch(1, (_, _, _) => { }, stop, maxBatches: 1), options);
            progress.Line("dry run  one batch trained and tested, nothing written");
            return;
        }

        if (checkpoint is not null)
        {
            Checkpoint.Load(checkpoint, session.Model, session.Optimizer);
            session.GoOnBehind(log, Checkpoint.ProgressIn(checkpoint));
            progress.Line($"resumed  after epoch {log.Count} of {options.Epochs}{Within(Checkpoint.ProgressIn(checkpoint).Batches, session)}");
        }

        var keeper = new RunKeeper(folder, options, session, log, TimeSpan.FromMinutes(settings.SaveEvery));
        keeper.Write(() => folder.WriteLog(log));
        await using LiveReport? live = settings.Watch is { } url ? await LiveReport.StartAsync(url, session, Facts(options, folder, device), log, stop) : null;
        if (live is not null)
        {
            progress.Line($"watch    {live.Address}");
        }

        for (int epoch = log.Count + 1; epoch <= options.Epochs; epoch++)
        {
            EpochResult result = RunEpoch(epoch);
            keeper.Add(result);
            Report(result, options);
            if (epoch < options.Epochs)
            {
                live?.Show(Facts(options, folder, device), log);
            }
        }

        keeper.Write(() => Finish(options, folder, device, session, log, live));

        EpochResult RunEpoch(int epoch)
        {
            try
            {
                return session.RunEpoch(epoch, (done, total, loss) => Tell(epoch, done, total, loss), stop);
            }
            catch (OperationCanceledException)
            {
                keeper.Save();
                progress.Line($"saved    after epoch {log.Count} of {options.Epochs}{Within(session.Progress.Batches, session)}");
                throw;
            }
        }

        void Tell(int epoch, long done, long total, Func<double> loss)
        {
            keeper.AfterBatch();
            progress.Update(epoch, options.Epochs, done, total, loss);
            live?.Progress(epoch, options.Epochs, done, total);
            Progressed?.Invoke(new TrainingProgress(epoch, options.Epochs, done / (double)total, log.Count == 0 ? null : log[^1].TestAccuracy));
        }
    }

    private static RunFacts Facts(TrainOptions options, RunFolder folder, Device device) => new(folder.Name, options, RunOrigin.Now(device) with { Finished = null });

    private static string Within(int batches, TrainingSession session) => batches == 0 ? string.Empty : $" and {batches} of the {session.BatchesPerEpoch} batches of the next";

    private RunFolder FolderFor(GivenOptions given) => Folder =
        settings.Out is { } path ? new RunFolder(path)
        : settings.Resume ? throw new UserException("--resume needs --out: the folder of the run to go on with.")
        : RunFolder.New(given.Resolve(), DateTime.Now);

    private (TrainOptions Options, SafetensorsFile? Checkpoint, List<EpochResult> Log) Prepare(GivenOptions given, RunFolder folder)
    {
        if (settings.DryRun || !folder.HoldsRun)
        {
            return (given.Resolve(), null, []);
        }

        if (!settings.Resume)
        {
            throw new UserException($"'{folder.Path}' already holds a run. Add --resume to go on with it, or choose another --out.");
        }

        if (!File.Exists(folder.LastCheckpoint))
        {
            // Stopped before its first checkpoint.
            return (given.Resolve(), null, []);
        }

        (SafetensorsFile file, TrainOptions stored, IReadOnlyList<EpochResult> log) = Checkpoint.Read(folder.LastCheckpoint);
        IReadOnlyList<string> conflicts = given.Conflicts(stored);
        return conflicts.Count == 0
            ? (stored, file, [.. log])
            : throw new UserException($"The run in '{folder.Path}' was started with other options: {string.Join(", ", conflicts)}. Leave them out, or choose another --out.");
    }

    private void Report(EpochResult result, TrainOptions options)
    {
        progress.Line(FormattableString.Invariant(
            $"epoch {result.Epoch,3}/{options.Epochs}  train loss {result.TrainLoss:F4}, {result.TrainAccuracy:F2} %  test loss {result.TestLoss:F4}, {result.TestAccuracy:F2} %  {result.ImagesPerSecond,7:N0} images/s  rate {result.LearningRate:G3}{(result.LeftOut > 0 ? $"  {result.LeftOut} batches left out" : string.Empty)}{string.Concat(result.Transforms.Select(t => $"  {t}"))}"));
        if (result.LeftOutBecause is { } because)
        {
            progress.Line($"warning  {result.LeftOut} batches were left out. The first: {because}");
        }

        foreach (TransformStatistics lost in result.Transforms.Where(t => t.IsCollapsed))
        {
            progress.Line($"warning  the transformer{(lost.Path.Length == 0 ? string.Empty : $" {lost.Path}")} has collapsed ({lost}): start again with a lower --loc-learning-rate, or with an --identity-penalty.");
        }
    }

    private void Finish(TrainOptions options, RunFolder folder, Device device, TrainingSession session, List<EpochResult> log, LiveReport? live)
    {
        Checkpoint.SaveModel(folder.Model, options, log, session.Model);
        IReadOnlyList<string> pictures = PictureOutput.SaveSheets(folder.Transforms, TransformPicture.Draw(session, TransformPicture.TitleOf(options, log)));
        var origin = RunOrigin.Now(device);
        RunReport report = new ReportCollector(session, ReportScope.Whole).Collect(new RunFacts(folder.Name, options, origin), log);
        UserFile.Write(folder.Report, RunPage.Write(report));
        folder.WriteSummary(options, origin, session.Parameters, log.Sum(r => r.Seconds), log);
        if (live is not null)
        {
            live.Parted = $"Training is done and nothing is served any more; the same page is {folder.Report}.";
            live.Show(report);
        }

        progress.Line(FormattableString.Invariant(
            $"done     test accuracy {log[^1].TestAccuracy:F2} % (best {log.Max(r => r.TestAccuracy):F2} %) after {_clock.Elapsed.TotalSeconds:F1} s"));
        progress.Line($"written  {folder.Path}: model.safetensors, last.safetensors, log.jsonl, summary.json, report.html, {string.Join(", ", pictures.Select(Path.GetFileName))}");
    }
}
