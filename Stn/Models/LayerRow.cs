using StnEngine;
using StnEngine.Kernels;
using StnEngine.Layers;

namespace Stn.Models;

/// <summary>A layer in a table of a model's layers.</summary>
/// <param name="Path">Its name in the model.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Output">The shape that it gives, as <c>[N, 8, 11, 11]</c>.</param>
/// <param name="Parameters">How many numbers it learns.</param>
internal sealed record LayerRow(string Path, string Kind, string Output, int Parameters)
{
    /// <summary>The layers of a model, in their order; it is shown an empty image and left in evaluation.</summary>
    public static IReadOnlyList<LayerRow> Of(Module model, Device device, int channels, int size)
    {
        var shapes = new Dictionary<Module, Shape>();
        model.Evaluate();
        model.Observe((module, result) => shapes[module] = result.Shape);
        try
        {
            using TensorScope scope = TensorScope.Begin();
            using NoGrad noGrad = NoGrad.Begin();
            model.Forward(Tensor.Full(device, 0, true, 1, channels, size, size));
        }
        finally
        {
            model.Observe(null);
        }

        return
        [
            .. model.NamedModules().Where(m => m.Module.Children.Count == 0)
                .Select(m => new LayerRow(m.Path, m.Module.Description, Batched(shapes[m.Module]), m.Module.OwnParameters.Sum(p => p.Tensor.Shape.Count))),
        ];
    }

    private static string Batched(Shape shape) => "[N" + shape.ToString()[2..];
}
