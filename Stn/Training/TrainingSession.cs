using System.Diagnostics;
using Stn.Data;
using Stn.Models;
using StnEngine;
using StnEngine.Datasets;
using StnEngine.Kernels;
using StnEngine.Layers;
using StnEngine.Optimizers;

namespace Stn.Training;

/// <summary>A model, its optimiser and its data on a device: trains an epoch at a time.</summary>
internal sealed class TrainingSession : IDisposable
{
    private const int TestBatchSize = 256;
    private readonly TrainOptions _options;
    private readonly Device _device;
    private readonly RateSchedule _schedule;
    private WatchedImages? _watched;
    private readonly BatchSource _trainBatches;
    private readonly BatchSource _testBatches;
    private readonly BatchSteps _trainSteps;
    private readonly BatchSteps _testSteps;
    private readonly WatchedSteps _watchedSteps;
    private EpochProgress _atStart = EpochProgress.None;
    private int _batches;
    private int _trained;
    private long _started;

    public TrainingSession(TrainOptions options, TrainingData data, Device device, NonFinitePolicy? policy = null)
    {
        (_options, _device) = (options, device);
        Data = data;
        Model = ClassifierFactory.Create(options.Model, new ModuleContext(device, options.Seed), data.Channels, data.Size, data.ClassNames.Count, options.StartNoise ?? 0);
        Optimizer = MakeOptimizer();
        _trainBatches = data.TrainBatches(device, options.BatchSize, options.Seed);
        _testBatches = data.TestBatches(device, TestBatchSize);
        _trainSteps = new BatchSteps(Model, Optimizer, options.IdentityPenalty ?? 0, device, _trainBatches);
        _testSteps = new BatchSteps(Model, null, 0, device, _testBatches);
        _watchedSteps = new WatchedSteps(_trainSteps, Model, device, policy ?? new NonFinitePolicy());
        _schedule = new RateSchedule(options, _trainBatches.BatchesPerEpoch);
    }

    public TrainingData Data { get; }

    public Device Device => _device;

    public Module Model { get; }

    public Optimizer Optimizer { get; }

    /// <summary>The test images by which the transformers are watched.</summary>
    public WatchedImages Watched => _watched ??= new WatchedImages(Data, _device);

    public int Parameters => Model.ParameterCount;

    /// <summary>Batches of an epoch.</summary>
    public int BatchesPerEpoch => _trainBatches.BatchesPerEpoch;

    /// <summary>How far the epoch is that <see cref="RunEpoch"/> is at, or left when it was stopped.</summary>
    public EpochProgress Progress => _batches == 0 ? EpochProgress.None : new(_batches, _trained, _watchedSteps.LeftOut, SecondsOfEpoch(), _trainSteps.Totals);

    /// <summary>Trains one epoch and measures the test set.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="progress">Told how many training images are done, how many there are, and whom to ask for the mean loss so far.</param>
    /// <param name="stop">Ends the epoch between two batches; <see cref="Progress"/> tells between which.</param>
    /// <param name="maxBatches">Batches of training and of evaluation at most.</param>
    /// <exception cref="NonFiniteException">A number is NaN or infinite where <see cref="NonFinitePolicy"/> does not allow it; the parameters may be too.</exception>
    public EpochResult RunEpoch(int epoch, Action<long, long, Func<double>> progress, CancellationToken stop, int maxBatches = int.MaxValue)
    {
        _started = Stopwatch.GetTimestamp();
        (_batches, _trained) = (_atStart.Batches, _atStart.Trained);
        int step = ((epoch - 1) * BatchesPerEpoch) + _batches;
        int seen = Math.Min(_batches * _options.BatchSize, _trainBatches.ImagesPerEpoch);
        Func<double> lossSoFar = () => _trainSteps.LossSoFar(_trained);
        Model.Train();
        _trainSteps.Totals = _atStart.Totals;
        _watchedSteps.Begin(epoch, _atStart);
        foreach (Batch batch in _trainBatches.Epoch(epoch, _batches).Take(maxBatches))
        {
            stop.ThrowIfCancellationRequested();
            Optimizer.LearningRate = _schedule.At(step++);
            _trained += _watchedSteps.Run(batch) ? batch.Count : 0;
            _batches++;
            seen += batch.Count;
            progress(seen, _trainBatches.ImagesPerEpoch, lossSoFar);
        }

        _watchedSteps.End();
        (double trainLoss, double trainAccuracy) = _trainSteps.Means(_trained);
        double trainSeconds = SecondsOfEpoch();
        (double testLoss, double testAccuracy) = Evaluate(_testBatches, _testSteps, maxBatches, stop);
        RequireFinite(epoch, trainLoss, testLoss);
        float rate = _schedule.At(step - 1);
        _schedule.Report(testLoss);
        var result = new EpochResult(
            epoch, trainLoss, trainAccuracy, testLoss, testAccuracy, SecondsOfEpoch(), _trained / trainSeconds, rate, WatchTransformers())
        {
            LeftOut = _watchedSteps.LeftOut,
            LeftOutBecause = _watchedSteps.LeftOutBecause,
        };
        (_batches, _atStart) = (0, EpochProgress.None);
        return result;
    }

    /// <summary>Goes on behind the epochs of a log, and behind some batches of the next: model and optimiser are loaded already.</summary>
    public void GoOnBehind(IEnumerable<EpochResult> log, EpochProgress progress)
    {
        foreach (EpochResult epoch in log)
        {
            _schedule.Report(epoch.TestLoss);
        }

        _atStart = progress;
    }

    /// <summary>Mean loss and accuracy in percent on images that are distorted as the test set is.</summary>
    /// <param name="set">Any images of the data set.</param>
    public (double Loss, double Accuracy) Measure(ImageSet set)
    {
        using BatchSource source = Data.TestBatches(_device, TestBatchSize, set);
        using var steps = new BatchSteps(Model, null, 0, _device, source);
        return Evaluate(source, steps, int.MaxValue, default);
    }

    public void Dispose()
    {
        _trainSteps.Dispose();
        _testSteps.Dispose();
        _trainBatches.Dispose();
        _testBatches.Dispose();
        _watched?.Dispose();
        Model.Dispose();
        Optimizer.Dispose();
    }

    private static void RequireFinite(int epoch, double trainLoss, double testLoss)
    {
        if (!double.IsFinite(trainLoss) || !double.IsFinite(testLoss))
        {
            throw new NonFiniteException(FormattableString.Invariant($"epoch {epoch}: the mean loss is {trainLoss} on training images and {testLoss} on test images, and every parameter is finite."));
        }
    }

    private TransformStatistics[] WatchTransformers() => Transformers.Of(Model).Any() ? Watched.Statistics(Model) : [];

    private double SecondsOfEpoch() => _atStart.Seconds + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    private (double Loss, double Accuracy) Evaluate(BatchSource source, BatchSteps steps, int maxBatches, CancellationToken stop)
    {
        int tested = 0;
        Model.Evaluate();
        steps.Totals = [];
        foreach (Batch batch in source.Epoch(0).Take(maxBatches))
        {
            stop.ThrowIfCancellationRequested();
            steps.Run(batch);
            tested += batch.Count;
        }

        return steps.Means(tested);
    }

    private Optimizer MakeOptimizer()
    {
        var chosenBy = Transformers.Of(Model).SelectMany(t => t.Transformer.NamedParameters()).Select(p => p.Tensor).ToHashSet();
        var localization = Model.NamedParameters().Where(p => chosenBy.Contains(p.Tensor)).ToList();
        var groups = new List<ParameterGroup> { new([.. Model.NamedParameters().Where(p => !chosenBy.Contains(p.Tensor))]) };
        if (localization.Count > 0)
        {
            groups.Add(new ParameterGroup(localization, _options.LocLearningRate));
        }

        return _options.Optimizer switch
        {
            "sgd" => new Sgd(groups, _options.LearningRate),
            "momentum" => new Sgd(groups, _options.LearningRate, momentum: 0.9f),
            "adam" => new Adam(groups, _options.LearningRate),
            _ => throw new UserException($"Unknown optimizer '{_options.Optimizer}'. Use sgd, momentum or adam."),
        };
    }
}
