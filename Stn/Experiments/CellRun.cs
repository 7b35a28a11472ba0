using System.Diagnostics;
using Stn.Data;
using Stn.Models;
using Stn.Pictures;
using Stn.Reports;
using Stn.Terminal;
using Stn.Training;
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
        long start = Stopwatch.GetTimestamp();
        TrainOptions options = plan.Recipe with { Seed = seed, Epochs = settings.Epochs ?? plan.Recipe.Epochs };
        (TrainingData data, ImageSet test) = Load(plan, options);
        if (secondsAtMost is { } most)
        {
            options = options with { Epochs = Math.Clamp((int)(most / SecondsOfAnEpoch(options, data, stop)), 1, options.Epochs) };
        }

        using Device device = Devices.Open(settings.Device, settings.Threads);
        using var session = new TrainingSession(options, data, device);
        var best = new TensorSnapshot(session.Model.NamedParameters().Concat(session.Model.NamedBuffers()));
        (double Accuracy, double Loss) bestResult = (-1, 0);
        var log = new List<EpochResult>();
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            EpochResult result = session.RunEpoch(epoch, (done, total, loss) => progress.Update(epoch, options.Epochs, done, total, loss), stop);
            log.Add(result);
            if (!progress.IsInteractive)
            {
                // A log file should tell that a cell of an hour is alive.
                progress.Line(FormattableString.Invariant($"epoch {epoch,3}/{options.Epochs}  {plan.Column}, {plan.Model}, seed {seed}: {result.TestAccuracy:F2} % of the images that choose the epoch"));
            }

            if (result.TestAccuracy > bestResult.Accuracy || (result.TestAccuracy == bestResult.Accuracy && result.TestLoss < bestResult.Loss))
            {
                bestResult = (result.TestAccuracy, result.TestLoss);
                best.Take();
            }
        }

        best.PutBack();
        double error = plan.TestChooses ? 100 - bestResult.Accuracy
            : experiment.Measure is { } measure ? measure(session, test)
            : 100 - session.Measure(Drawn(test, experiment.TestDraws)).Accuracy;
        var cell = new CellResult(
            plan.Model, plan.Column, seed, Math.Round(error, 3), plan.PublishedPercent, session.Parameters,
            Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1), options.Epochs);
        bool draws = seed == 1 && Transformers.Of(session.Model).Any();
        var facts = new RunFacts($"{plan.Column}, {plan.Model}", options, RunOrigin.Now(device));
        PageSection[] sections = seed == 1 ? [.. RunPage.Seen(new ReportCollector(session, ReportScope.PartOf(experiment.Cells.Count)).Collect(facts, log))] : [];
        return new FilledCell(
            cell,
            draws ? TransformPicture.Draw(session, FormattableString.Invariant($"{plan.Column}, {plan.Model}: error {cell.ErrorPercent:F2} %")) : [],
            new CellDetails(options, [.. log.Select(r => r.ToJson())], sections));
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
