using StnEngine;
using StnEngine.Layers;

namespace Stn.Models;

internal static class Transformers
{
    /// <summary>The spatial transformers of a model, in the order they are built, with their paths: empty for one that stands unnamed at the entrance.</summary>
    public static IEnumerable<(string Path, SpatialTransformer Transformer)> Of(Module model)
    {
        foreach ((string path, Module module) in model.NamedModules())
        {
            if (module is SpatialTransformer transformer)
            {
                yield return (path, transformer);
            }
        }
    }

    /// <summary>Those of a model's transformers that looked at its input itself when it last ran.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">What it was given then.</param>
    public static IEnumerable<SpatialTransformer> At(Module model, Tensor input) => Of(model).Select(t => t.Transformer).Where(t => t.Last!.Input == input);
}
