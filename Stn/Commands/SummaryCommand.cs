using System.CommandLine;
using Stn.Data;
using Stn.Models;
using StnEngine;
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
        var shapes = new Dictionary<Module, Shape>();
        model.Evaluate();
        model.Observe((module, result) => shapes[module] = result.Shape);
        using (TensorScope scope = TensorScope.Begin())
        using (NoGrad noGrad = NoGrad.Begin())
        {
            model.Forward(Tensor.Full(device, 0, true, 1, samples.Channels, size, size));
        }

        output.WriteLine($"{name}, input [N, {samples.Channels}, {size}, {size}]");
        output.WriteLine($"{"layer",-18}{"kind",-22}{"output",-20}{"parameters",12}");
        int total = 0;
        foreach ((string path, Module layer) in model.NamedModules().Where(m => m.Module.Children.Count == 0))
        {
            int parameters = layer.OwnParameters.Sum(p => p.Tensor.Shape.Count);
            total += parameters;
            output.WriteLine(FormattableString.Invariant($"{path,-18}{layer.Description,-22}{Batched(shapes[layer]),-20}{parameters,12:N0}"));
        }

        output.WriteLine(FormattableString.Invariant($"{"total",-60}{total,12:N0}"));
    }

    private static string Batched(Shape shape) => "[N" + shape.ToString()[2..];
}
