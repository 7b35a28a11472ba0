using System.Diagnostics.CodeAnalysis;

namespace StnEngine;

/// <summary>What a safetensors file holds: arrays in the order of their bytes, and the free text beside them.</summary>
public sealed class SafetensorsFile
{
    private const int MostNamed = 20;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    internal SafetensorsFile(string path, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        (Path, Entries, Metadata) = (path, entries, metadata);
        _byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The file these were read from.</summary>
    public string Path { get; }

    /// <summary>All arrays, in the order in which they lie in the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The file's <c>__metadata__</c>; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The array of that name.</summary>
    /// <exception cref="CheckpointException">The file has none.</exception>
    public SafetensorsEntry this[string name] => TryGet(name, out SafetensorsEntry? entry)
        ? entry
        : throw new CheckpointException(Path, $"tensor '{name}'", "no such tensor", $"one of: {string.Join(", ", _byName.Keys.Take(MostNamed))}{(_byName.Count > MostNamed ? "..." : string.Empty)}");

    /// <summary>Finds an array that may be missing.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsEntry? entry) => _byName.TryGetValue(name, out entry);
}
