using System.CommandLine;
using System.Globalization;
using Stn.Data;
using Stn.Training;

namespace Stn.Commands;

/// <summary>Options that several commands take, and how numbers and choices are checked.</summary>
internal static class CommonOptions
{
    public static Argument<string> Checkpoint() =>
        new("CHECKPOINT") { Description = "A model.safetensors or last.safetensors, or the folder of a run." };

    public static Option<string?> Data() =>
        new("--data") { Description = "Root folder of the data sets. [default: $STN_DATA, else the user's cache folder]", HelpName = "ROOT" };

    public static Option<string> Device() =>
        new("--device") { Description = "cpu, cuda:N, opencl:N, or auto for the best there is.", DefaultValueFactory = _ => "auto" };

    public static Option<int?> Threads() =>
        Number<int>("--threads", "CPU threads; the result is the same for any number. [default: one per processor]", 0, 1024);

    public static Option<bool> Offline() => new("--offline") { Description = "Never ask the network: fail if data files are missing." };

    /// <summary>A data set's name: one of a few, or a folder's path behind a prefix.</summary>
    public static Option<string?> Dataset(string description)
    {
        var option = new Option<string?>("--dataset") { Description = $"{string.Join(", ", KnownDataset.Names)}: {description}", HelpName = "NAME" };
        option.CompletionSources.Add(KnownDataset.Names);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && KnownDataset.Find(result.Tokens[0].Value) is null)
            {
                result.AddError($"--dataset '{result.Tokens[0].Value}' is unknown: one of {string.Join(", ", KnownDataset.Names)} is wanted.");
            }
        });
        return option;
    }

    public static Option<int?> Size() =>
        Number<int>("--size", "Side that images are resized to, for sets whose images come in many sizes. [default: 48]", TrainOptions.LeastSize, TrainOptions.MostSize);

    public static Option<string?> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    public static Option<T?> Number<T>(string name, string description, T min, T max)
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
