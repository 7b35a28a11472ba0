using StnEngine.Layers;

namespace StnEngine;

/// <summary>Moves a model (its parameters and buffers) and its random counters to and from a safetensors file.</summary>
public static class StateFile
{
    private const string CounterPrefix = "random.";

    /// <summary>Writes a model's parameters and buffers to a file, whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public static void Save(Module model, string path) => Safetensors.Write(path, State(model));

    /// <summary>Replaces a model's parameters and buffers with those of a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">A file that <see cref="Save"/>, or PyTorch, wrote.</param>
    /// <exception cref="CheckpointException">The file cannot be read, or a tensor is missing or has another shape: then nothing is changed.</exception>
    public static void Load(Module model, string path) => LoadState(model, Safetensors.Read(path));

    /// <summary>The model's parameters and buffers under the names of PyTorch's <c>state_dict</c>.</summary>
    /// <param name="model">The model.</param>
    /// <returns>One entry per parameter or buffer.</returns>
    public static IEnumerable<SafetensorsEntry> State(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return NamedState(model).Select(p => Entry(p.Name, p.Tensor));
    }

    /// <summary>How far each random stream of the model has been drawn.</summary>
    /// <param name="model">The model.</param>
    /// <returns>One entry per counter, named <c>random.path</c>.</returns>
    public static IEnumerable<SafetensorsEntry> Counters(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.NamedCounters().Select(p => Entry(CounterPrefix + p.Name, p.Tensor));
    }

    /// <summary>Replaces the model's parameters and buffers with those of a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">Has at least the model's parameters and buffers.</param>
    /// <exception cref="CheckpointException">One of them is missing or has another shape.</exception>
    public static void LoadState(Module model, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(model);
        LoadAll(NamedState(model), file);
    }

    /// <summary>What keeps a file from being a model's state and nothing else: entries that are missing, unknown or of another shape.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">For example one that PyTorch wrote.</param>
    /// <returns>A few words for each, in the order of the names; none where all is well.</returns>
    public static IReadOnlyList<string> Differences(Module model, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(file);
        var wanted = NamedState(model).ToDictionary(p => p.Name, p => p.Tensor.Shape.Extents.ToArray(), StringComparer.Ordinal);
        var given = file.Entries.ToDictionary(e => e.Name, e => e.Shape, StringComparer.Ordinal);
        return [.. wanted.Keys.Union(given.Keys).Order(StringComparer.Ordinal).SelectMany(Difference)];

        string[] Difference(string name) => (wanted.GetValueOrDefault(name), given.GetValueOrDefault(name)) switch
        {
            (int[] want, null) => [$"{name} {Text(want)} is missing"],
            (null, int[] got) => [$"{name} {Text(got)} is unknown"],
            (int[] want, int[] got) when !want.SequenceEqual(got) => [$"{name} is {Text(got)} instead of {Text(want)}"],
            _ => [],
        };
    }

    /// <summary>Sets the model's random streams back to where they were.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">Has the model's counters.</param>
    /// <exception cref="CheckpointException">A counter is missing.</exception>
    public static void LoadCounters(Module model, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(model);
        LoadAll(model.NamedCounters().Select(c => (CounterPrefix + c.Name, c.Tensor)), file);
    }

    /// <summary>An entry's numbers, if it has the shape that is wanted.</summary>
    internal static float[] Values(SafetensorsFile file, string name, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(file);
        SafetensorsEntry entry = file[name];
        // Compared as numbers: a file may have extents that no tensor has.
        return shape.Extents.SequenceEqual(entry.Shape)
            ? entry.ToSingle()
            : throw new CheckpointException(file.Path, $"tensor '{name}'", $"shape {Text(entry.Shape)}", $"shape {shape}; the checkpoint is of another model");
    }

    private static string Text(int[] shape) => $"[{string.Join(", ", shape)}]";

    private static IEnumerable<(string Name, Tensor Tensor)> NamedState(Module model) => model.NamedParameters().Concat(model.NamedBuffers());

    private static SafetensorsEntry Entry(string name, Tensor tensor) =>
        SafetensorsEntry.Of(name, tensor.ToArray(), tensor.Shape.Extents.ToArray());

    private static void LoadAll(IEnumerable<(string Name, Tensor Tensor)> tensors, SafetensorsFile file)
    {
        // All are checked before the first is changed.
        var loaded = tensors.Select(t => (t.Tensor, Values: Values(file, t.Name, t.Tensor.Shape))).ToList();
        loaded.ForEach(l => l.Tensor.Upload(l.Values));
    }
}
