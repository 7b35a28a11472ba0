using StnEngine.Layers;

namespace StnEngine;

/// <summary>The modules at work on this thread, outermost first, while a <see cref="DetectAnomaly"/> asks for them.</summary>
internal static class ModuleTrail
{
    [ThreadStatic]
    private static Stack<Module>? _atWork;

    /// <summary>Where the operation stands that runs now; null outside of all modules.</summary>
    public static ModulePlace? Here => _atWork is { Count: > 0 } trail ? new ModulePlace(trail.Last(), trail.Peek()) : null;

    /// <summary>A module begins; dispose the result when it is done.</summary>
    public static Entry Enter(Module module)
    {
        if (!DetectAnomaly.IsOn)
        {
            return default;
        }

        (_atWork ??= []).Push(module);
        return new Entry(true);
    }

    internal readonly struct Entry(bool isKept) : IDisposable
    {
        public void Dispose()
        {
            if (isKept)
            {
                _atWork!.Pop();
            }
        }
    }
}
