using System.CommandLine;
using Stn.Data;
using Stn.Models;
using Stn.Terminal;
using Stn.Training;
using StnEngine;

namespace Stn.Commands;

internal static class TrainCommand
{
    private const string FreePort = "http://127.0.0.1:0";

    public static Command Create()
    {
        var dataset = CommonOptions.Dataset("what to train on. The digits are drawn, PATH holds a folder of .png or .ppm images for each class, gtsrb must lie in the data root, the others are fetched to it if they are not there. [default: digits]");
        var size = CommonOptions.Size();
        var data = CommonOptions.Data();
        var distort = CommonOptions.Choice("--distort", $"{SampleRecipe.Help}. [default: RTS for digits, else none]", SampleRecipe.Names);
        var model = CommonOptions.Choice("--model", "stn has a spatial transformer at its entrance, cnn is the same without; paper-... are the networks of the paper's table, gtsrb-... those of traffic signs; see the command summary. [default: stn]", ClassifierFactory.Names);
        var epochs = CommonOptions.Number<int>("--epochs", "Passes over the training images. [default: 20 (cifar10: 50) undistorted, else 12]", 1, TrainOptions.MostEpochs);
        var batchSize = CommonOptions.Number<int>("--batch-size", "Images in a step. [default: 64]", 1, TrainOptions.MostBatchSize);
        var optimizer = CommonOptions.Choice("--optimizer", "[default: sgd undistorted, else adam]", "sgd", "momentum", "adam");
        var learningRate = CommonOptions.Number<float>("--learning-rate", "Step size; the peak of a one-cycle schedule. [default: 0.01, adam 0.001]", 0, TrainOptions.MostRate);
        var schedule = CommonOptions.Choice("--schedule", "How the learning rate goes on; plateau divides it by ten when the test loss has not fallen for six epochs. [default: one-cycle with adam, else constant]", RateSchedule.Names);
        var locLearningRate = CommonOptions.Number<float>("--loc-learning-rate", "Factor on the learning rate of the localisation network. [default: 1]", 0, TrainOptions.MostRate);
        var identityPenalty = CommonOptions.Number<float>("--identity-penalty", "Weight of a penalty on transformations far from the identity: the mean square of the difference. [default: 0]", 0, TrainOptions.MostRate);
        var startNoise = CommonOptions.Number<float>("--start-noise", "Start transformers slightly off the identity: their last layer keeps this share of the usual random weights. [default: 0]", 0, 1);
        var seed = CommonOptions.Number<ulong>("--seed", "Root of every random stream: same seed, same bits. [default: 1]", 0, ulong.MaxValue);
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var noGraph = new Option<bool>("--no-graph") { Description = "On CUDA, start a step's kernels one by one instead of as one CUDA graph." };
        var outFolder = new Option<string?>("--out") { Description = "Folder of the run. [default: runs/<time>-<dataset>-<model>]", HelpName = "FOLDER" };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out, or start it if there is none." };
        var saveEvery = CommonOptions.Number<double>("--save-every", $"Minutes between two checkpoints within an epoch; there is one after every epoch anyway. [default: {RunSettings.UsualSaveEvery}]", 0, 1_000_000);
        var dryRun = new Option<bool>("--dry-run") { Description = "Train and test one batch, write nothing." };
        var skipNonFinite = new Option<bool>("--skip-nonfinite") { Description = "Leave out batches that lead to NaN or infinity and count them, instead of stopping with exit code 3." };
        var detectAnomaly = new Option<bool>("--detect-anomaly") { Description = "Look at every operation of every step, forward and back, before the step is taken: names what first makes NaN or infinity, however briefly. Slow." };
        var offline = CommonOptions.Offline();
        var watch = new Option<bool>("--watch") { Description = "Show the run in a page while it trains; its link is printed." };
        var watchUrl = new Option<string?>("--watch-url") { Description = "Where to show it, http://HOST:PORT on this machine; means --watch. [default: http://127.0.0.1:0, any free port]", HelpName = "URL" };

        var command = new Command("train", "Trains a classifier and writes its checkpoint, log and pictures.")
        {
            dataset, size, data, distort, model, epochs, batchSize, optimizer, learningRate, schedule, locLearningRate, identityPenalty, startNoise, seed, device, threads, noGraph, outFolder, resume, saveEvery, dryRun, skipNonFinite, detectAnomaly, offline, watch, watchUrl,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var given = new GivenOptions(
                parsed.GetValue(dataset), parsed.GetValue(distort), parsed.GetValue(model), parsed.GetValue(epochs), parsed.GetValue(batchSize),
                parsed.GetValue(optimizer), parsed.GetValue(learningRate), parsed.GetValue(locLearningRate), parsed.GetValue(seed), parsed.GetValue(size), parsed.GetValue(identityPenalty), parsed.GetValue(startNoise), parsed.GetValue(schedule));
            var settings = new RunSettings(
                parsed.GetValue(data), parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0, parsed.GetValue(outFolder), parsed.GetValue(resume), parsed.GetValue(dryRun), !parsed.GetValue(noGraph), parsed.GetValue(offline),
                parsed.GetValue(watchUrl) ?? (parsed.GetValue(watch) ? FreePort : null), parsed.GetValue(saveEvery) ?? RunSettings.UsualSaveEvery, new NonFinitePolicy(parsed.GetValue(skipNonFinite), parsed.GetValue(detectAnomaly)));
            using var progress = ProgressLine.On(parsed.InvocationConfiguration.Output);
            var run = new TrainingRun(settings, progress);
            string Again(params string[] more) => Typed.Command(parsed, [.. ToGoOn(settings, run.Folder), .. more]);
            TextWriter error = parsed.InvocationConfiguration.Error;
            try
            {
                return await StopSignals.RunAsync(error, token => run.RunAsync(given, token), () => Again(), stop);
            }
            catch (NonFiniteException e)
            {
                error.WriteLine($"error: {e.Message}");
                error.WriteLine($"stopped  {AfterNonFinite(settings, run.Folder, Again)}");
                return StnProgram.NotFiniteCode;
            }
        });
        return command;
    }

    // What is left out of the command that began a run.
    private static string[] ToGoOn(RunSettings settings, RunFolder? folder) => settings.DryRun ? [] :
    [
        .. settings.Out is null && folder is not null ? ["--out", folder.Path] : Array.Empty<string>(),
        .. settings.Resume ? [] : new[] { "--resume" },
    ];

    private static string AfterNonFinite(RunSettings settings, RunFolder? folder, Func<string[], string> again)
    {
        const string Lower = "Start again with a lower --learning-rate";
        string look = settings.NonFinite is { Examines: true } ? string.Empty : "; look at every operation with --detect-anomaly";
        string kept = !settings.DryRun && File.Exists(folder?.LastCheckpoint) ? $"{folder.LastCheckpoint} is as it was" : "there is no checkpoint yet";

        // The command at the end, to be copied.
        return settings.NonFinite is { Skips: true } ? $"{kept}. {Lower}{look}" : $"{kept}. {Lower}{look}; or leave such batches out: {again(["--skip-nonfinite"])}";
    }
}
