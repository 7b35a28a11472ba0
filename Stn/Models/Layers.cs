using StnEngine.Layers;

namespace Stn.Models;

/// <summary>Parts of a <see cref="Sequential"/>.</summary>
internal static class Layers
{
    /// <summary>One part, or none.</summary>
    public static Func<ModuleContext, Module>[] If(bool wanted, Func<ModuleContext, Module> part) => wanted ? [part] : [];
}
