using System.CommandLine;
using System.Globalization;
using Stn.Terminal;
using Stn.Training;

namespace Stn.Commands;

internal static class TrainCommand
{
    public static Command Create()
    {
        var dataset = Choice("--dataset", "What to train on: the built-in digits need no files, mnist lies under the data root. [default: digits]", "digits", "mnist");
        var data = new Option<string?>("--data") { Description = "Root folder of the data sets. [default: $STN_DATA, else the user's cache folder]", HelpName = "ROOT" };
        var distort = Choice("--distort", "R turns by up to 90 degrees; RTS turns by up to 45, scales and places on 42x42. [default: RTS for digits, else none]", "none", "R", "RTS");
        var model = Choice("--model", "stn has a spatial transformer at its entrance, cnn is the same without. [default: stn]", "stn", "cnn");
        var epochs = Number<int>("--epochs", "Passes over the training images. [default: 20 undistorted, else 12]", 1, 100_000);
        var batchSize = Number<int>("--batch-size", "Images in a step. [default: 64]", 1, 65_536);
        var optimizer = Choice("--optimizer", "adam follows a one-cycle schedule, the others a constant rate. [default: sgd undistorted, else adam]", "sgd", "momentum", "adam");
        var learningRate = Number<float>("--learning-rate", "Step size; the peak of a one-cycle schedule. [default: 0.01, adam 0.001]", 0, 1000);
        var locLearningRate = Number<float>("--loc-learning-rate", "Factor on the learning rate of the localisation network. [default: 1]", 0, 1000);
        var seed = Number<ulong>("--seed", "Root of every random stream: same seed, same bits. [default: 1]", 0, ulong.MaxValue);
        var device = new Option<string>("--device") { Description = "cpu, cuda:N, opencl:N, or auto for the best there is.", DefaultValueFactory = _ => "auto" };
        var threads = Number<int>("--threads", "CPU threads; the result is the same for any number. [default: one per processor]", 0, 1024);
        var outFolder = new Option<string?>("--out") { Description = "Folder of the run. [default: runs/<time>-<dataset>-<model>]", HelpName = "FOLDER" };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out, or start it if there is none." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Train and test one batch, write nothing." };
        var offline = new Option<bool>("--offline") { Description = "Never ask the network." };

        var command = new Command("train", "Trains a classifier and writes its checkpoint, log and pictures.")
        {
            dataset, data, distort, model, epochs, batchSize, optimizer, learningRate, locLearningRate, seed, device, threads, outFolder, resume, dryRun, offline,
        };
        command.SetAction((parsed, stop) =>
        {
            var given = new GivenOptions(
                parsed.GetValue(dataset), parsed.GetValue(distort), parsed.GetValue(model), parsed.GetValue(epochs), parsed.GetValue(batchSize),
                parsed.GetValue(optimizer), parsed.GetValue(learningRate), parsed.GetValue(locLearningRate), parsed.GetValue(seed));
            var settings = new RunSettings(
                parsed.GetValue(data), parsed.GetValue(device)!, parsed.GetValue(threads) ?? 0, parsed.GetValue(outFolder), parsed.GetValue(resume), parsed.GetValue(dryRun));
            using var progress = ProgressLine.On(parsed.InvocationConfiguration.Output);
            new TrainingRun(settings, progress).Run(given, stop);
            return Task.FromResult(0);
        });
        return command;
    }

    private static Option<string?> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static Option<T?> Number<T>(string name, string description, T min, T max)
        where T : struct, IParsable<T>, IComparable<T>
    {
        var option = new Option<T?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            string typed = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
            bool fits = T.TryParse(typed, CultureInfo.InvariantCulture, out T value) && value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0;
            if (result.Tokens.Count > 0 && !fits)
            {
                result.AddError(FormattableString.Invariant($"{name} {typed}: a number from {min} to {max} is wanted."));
            }
        });
        return option;
    }
}
