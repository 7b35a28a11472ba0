using StnEngine.Layers;

namespace Stn.Models;

/// <summary>Parts of a <see cref="Sequential"/> that some models have and others have not.</summary>
internal static class Optional
{
    /// <summary>One part, or none.</summary>
    public static Func<ModuleContext, Module>[] Part(bool wanted, Func<ModuleContext, Module> part) => wanted ? [part] : [];
}
