using System.CommandLine;
using Stn.Data;
using Stn.Models;
using StnEngine;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Commands;

internal static class SummaryCommand
{
    private const int Classes = 10;

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "stn or cnn.", DefaultValueFactory = _ => "stn" };
        model.AcceptOnlyFromAmong("stn", "cnn");
        var distort = new Option<string>("--distort") { Description = "none, R or RTS: decides the size of the input.", DefaultValueFactory = _ => "none" };
        distort.AcceptOnlyFromAmong("none", "R", "RTS");
        var command = new Command("summary", "Shows a model's layers with their output shapes and parameter counts.") { model, distort };
        command.SetAction(parsed => Print(parsed.InvocationConfiguration.Output, parsed.GetValue(model)!, parsed.GetValue(distort)!));
        return command;
    }

    private static void Print(TextWriter output, string name, string distort)
    {
        int size = TrainingData.SizeOf(distort);
        using Device device = Devices.Open("cpu", 1);
        using Classifier model = ClassifierFactory.Create(name, new ModuleContext(device, 1), 1, size, Classes);
        var shapes = new Dictionary<Module, Shape>();
        model.Evaluate();
        model.Observe((module, result) => shapes[module] = result.Shape);
        using (TensorScope scope = TensorScope.Begin())
        using (NoGrad noGrad = NoGrad.Begin())
        {
            model.Forward(Tensor.Full(device, 0, true, 1, 1, size, size));
        }

        output.WriteLine($"{name}, input [N, 1, {size}, {size}]");
        output.WriteLine($"{"layer",-18}{"kind",-22}{"output",-20}{"parameters",12}");
        int total = 0;
        foreach ((string path, Module layer) in Leaves(model, string.Empty))
        {
            int parameters = layer.OwnParameters.Sum(p => p.Tensor.Shape.Count);
            total += parameters;
            output.WriteLine(FormattableString.Invariant($"{path,-18}{layer.Description,-22}{Batched(shapes[layer]),-20}{parameters,12:N0}"));
        }

        output.WriteLine(FormattableString.Invariant($"{"total",-60}{total,12:N0}"));
    }

    private static string Batched(Shape shape) => "[N" + shape.ToString()[2..];

    private static IEnumerable<(string Path, Module Module)> Leaves(Module module, string path)
    {
        foreach ((string name, Module child) in module.Children)
        {
            string childPath = name.Length == 0 ? path : path.Length == 0 ? name : $"{path}.{name}";
            if (child.Children.Count == 0)
            {
                yield return (childPath, child);
            }

            foreach ((string Path, Module Module) leaf in Leaves(child, childPath))
            {
                yield return leaf;
            }
        }
    }
}
