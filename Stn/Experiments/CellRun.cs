using Stn.Data;
using Stn.Models;
using Stn.Pictures;
using Stn.Reports;
using Stn.Terminal;
using Stn.Training;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;

namespace Stn.Experiments;

/// <summary>Fills a cell: trains on most of the training set, lets the rest choose the epoch, and asks the test set once.</summary>
internal sealed class CellRun(ExperimentSettings settings, ProgressLine progress) : ICellRun
{
    // 5,000 of MNIST's 60,000.
    private const double ValidationPart = 1 / 12.0;
    private const int ProbeBatches = 40;

    // What an epoch takes beside training: its validation.
    private const double OverheadOfAnEpoch = 1.1;

    /// <inheritdoc/>
    public FilledCell Run(Experiment experiment, CellPlan plan, ulong seed, double? secondsAtMost, CancellationToken stop)
    {
        string path = Path.Combine(settings.Out, experiment.Name, CellPlan.PartName(plan.Column, plan.Model, seed));
        TrainOptions options = plan.Recipe with { Seed = seed, Epochs = settings.Epochs ?? plan.Recipe.Epochs };
        (SafetensorsFile File, TrainOptions Options)? part = CellTraining.Find(path, options, anyEpochs: secondsAtMost is not null);
        (TrainingData data, ImageSet test) = Load(plan, options);
        if (secondsAtMost is { } most)
        {
            options = options with { Epochs = part?.Options.Epochs ?? Math.Clamp((int)(most / SecondsOfAnEpoch(options, data, stop)), 1, options.Epochs) };
        }

        using Device device = Devices.Open(settings.Device, settings.Threads);
        using var session = new TrainingSession(options, data, device);
        var training = new CellTraining(path, options, session);
        if (part is { } saved)
        {
            training.GoOn(saved.File);
            progress.Line($"resumed  {NameOf(plan, seed)}: after epoch {training.Log.Count} of {options.Epochs}");
        }

        for (int epoch = training.Log.Count + 1; epoch <= options.Epochs; epoch++)
        {
            training.Add(RunEpoch(session, training, plan, options, epoch, stop));
        }

        training.PutBestBack();
        double error = plan.TestChooses ? 100 - training.Best.Accuracy
            : experiment.Measure is { } measure ? measure(session, test)
            : 100 - session.Measure(Drawn(test, experiment.TestDraws)).Accuracy;
        var cell = new CellResult(
            plan.Model, plan.Column, seed, Math.Round(error, 3), plan.PublishedPercent, session.Parameters,
            Math.Round(training.Seconds, 1), options.Epochs);
        bool draws = seed == 1 && Transformers.Of(session.Model).Any();
        var facts = new RunFacts($"{plan.Column}, {plan.Model}", options, RunOrigin.Now(device));
        PageSection[] sections = seed == 1 ? [.. RunPage.Seen(new ReportCollector(session, ReportScope.PartOf(experiment.Cells.Count)).Collect(facts, training.Log))] : [];
        return new FilledCell(
            cell,
            draws ? TransformPicture.Draw(session, FormattableString.Invariant($"{plan.Column}, {plan.Model}: {experiment.Figure} {cell.ErrorPercent:F2} %")) : [],
            new CellDetails(options, [.. training.Log.Select(r => r.ToJson())], sections));
    }

    private static string NameOf(CellPlan plan, ulong seed) => FormattableString.Invariant($"{plan.Column}, {plan.Model}, seed {seed}");

    private EpochResult RunEpoch(TrainingSession session, CellTraining training, CellPlan plan, TrainOptions options, int epoch, CancellationToken stop)
    {
        try
        {
            EpochResult result = session.RunEpoch(epoch, Tell, stop);
            if (!progress.IsInteractive)
            {
                // A log file should tell that a cell of an hour is alive.
                progress.Line(FormattableString.Invariant($"epoch {epoch,3}/{options.Epochs}  {NameOf(plan, options.Seed)}: {result.TestAccuracy:F2} % of the images that choose the epoch"));
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            training.Save();
            progress.Line($"saved    {NameOf(plan, options.Seed)}: after epoch {training.Log.Count} of {options.Epochs}");
            throw;
        }

        void Tell(long done, long total, Func<double> loss)
        {
            training.AfterBatch();
            progress.Update(epoch, options.Epochs, done, total, loss);
        }
    }

    private (TrainingData Data, ImageSet Test) Load(CellPlan plan, TrainOptions options)
    {
        if (!plan.TestChooses)
        {
            return TrainingData.LoadForValidation(options.FindDataset(), options.Distort, settings.Data, ValidationPart);
        }

        var data = TrainingData.Load(options.FindDataset(), options.Distort, settings.Data);
        return (data, data.Test);
    }

    // Each image so often; every time it is distorted in another way.
    private static ImageSet Drawn(ImageSet set, int times) => set.Subset([.. Enumerable.Range(0, times).SelectMany(_ => Enumerable.Range(0, set.Count))]);

    // The first batches also compile; they are left out.
    private double SecondsOfAnEpoch(TrainOptions options, TrainingData data, CancellationToken stop)
    {
        using Device device = Devices.Open(settings.Device, settings.Threads);
        using var session = new TrainingSession(options, data, device);
        session.RunEpoch(1, (_, _, _) => { }, stop, ProbeBatches);
        double imagesPerSecond = session.RunEpoch(2, (_, _, _) => { }, stop, ProbeBatches).ImagesPerSecond;
        return OverheadOfAnEpoch * data.Train.Count / imagesPerSecond;
    }
}
