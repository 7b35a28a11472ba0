using System.CommandLine;
using Stn.Data;
using Stn.Models;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Commands;

internal static class SummaryCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = string.Join(", ", ClassifierFactory.Names) + ".", DefaultValueFactory = _ => "stn" };
        model.AcceptOnlyFromAmong(ClassifierFactory.Names);
        var distort = new Option<string>("--distort") { Description = $"{string.Join(", ", SampleRecipe.Names)}: decides the size of the input, and with addition channels and classes.", DefaultValueFactory = _ => "none" };
        distort.AcceptOnlyFromAmong(SampleRecipe.Names);
        var dataset = CommonOptions.Dataset("decides channels, size and classes. [default: digits]");
        var size = CommonOptions.Size();
        var command = new Command("summary", "Shows a model's layers with their output shapes and parameter counts.") { model, dataset, size, distort };
        command.SetAction(parsed => Print(
            parsed.InvocationConfiguration.Output,
            parsed.GetValue(model)!,
            KnownDataset.Named(parsed.GetValue(dataset) ?? "digits").Sized(parsed.GetValue(size)),
            parsed.GetValue(distort)!));
        return command;
    }

    private static void Print(TextWriter output, string name, KnownDataset dataset, string distort)
    {
        SampleForm samples = SampleRecipe.Named(distort).For(dataset.Form);
        int size = samples.Size;
        using Device device = Devices.Open("cpu", 1);
        using Module model = ClassifierFactory.Create(name, new ModuleContext(device, 1), samples.Channels, size, samples.ClassNames.Count);
        output.WriteLine($"{name}, input [N, {samples.Channels}, {size}, {size}]");
        output.WriteLine($"{"layer",-18}{"kind",-22}{"output",-20}{"parameters",12}");
        IReadOnlyList<LayerRow> layers = LayerRow.Of(model, device, samples.Channels, size);
        foreach (LayerRow layer in layers)
        {
            output.WriteLine(FormattableString.Invariant($"{layer.Path,-18}{layer.Kind,-22}{layer.Output,-20}{layer.Parameters,12:N0}"));
        }

        output.WriteLine(FormattableString.Invariant($"{"total",-60}{layers.Sum(l => l.Parameters),12:N0}"));
    }
}
