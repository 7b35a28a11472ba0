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
}
