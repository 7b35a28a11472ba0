using StnEngine.Optimizers;

namespace Stn.Training;

/// <summary>The learning rate of a run: by step, and for one of the schedules by what epochs came to.</summary>
internal sealed class RateSchedule
{
    private const string OneCycleName = "one-cycle", ConstantName = "constant", PlateauName = "plateau";
    private readonly ILearningRateSchedule _schedule;

    public RateSchedule(TrainOptions options, int stepsPerEpoch) => _schedule = (options.Schedule ?? (options.Optimizer == "adam" ? OneCycleName : ConstantName)) switch
    {
        OneCycleName => new OneCycle(options.LearningRate, StepsOf(options.Epochs, stepsPerEpoch)),
        ConstantName => new ConstantRate(options.LearningRate),
        PlateauName => new ReduceOnPlateau(options.LearningRate),
        _ => throw new UserException($"Unknown schedule '{options.Schedule}'. Use {string.Join(", ", Names)}."),
    };

    /// <summary>What <c>--schedule</c> takes.</summary>
    public static string[] Names => [OneCycleName, ConstantName, PlateauName];

    /// <summary>The learning rate of a step, from 0.</summary>
    public float At(int step) => _schedule.At(step);

    /// <summary>Takes in an epoch's test loss, as a log keeps it. A resumed run tells all those of its log: nothing else needs to be kept.</summary>
    public void Report(double testLoss) => (_schedule as ReduceOnPlateau)?.Report(Math.Round(testLoss, EpochResult.LossDigits));

    // A step's number is an int.
    private static int StepsOf(int epochs, int stepsPerEpoch) => (long)epochs * stepsPerEpoch is <= int.MaxValue and var steps
        ? (int)steps
        : throw new UserException(FormattableString.Invariant($"--epochs {epochs}: so many epochs of {stepsPerEpoch} steps are more than {int.MaxValue} steps. Take fewer epochs, or larger batches."));
}
