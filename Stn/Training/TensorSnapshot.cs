using StnEngine;

namespace Stn.Training;

/// <summary>Tensors as they were at a moment, on the host.</summary>
internal sealed class TensorSnapshot(IEnumerable<(string Name, Tensor Tensor)> tensors)
{
    private readonly (string Name, Tensor Tensor, float[] Values)[] _state = [.. tensors.Select(t => (t.Name, t.Tensor, new float[t.Tensor.Shape.Count]))];

    /// <summary>Keeps them as they are now.</summary>
    public void Take()
    {
        foreach ((_, Tensor tensor, float[] values) in _state)
        {
            tensor.Download(values);
        }
    }

    /// <summary>Makes them again what they were.</summary>
    public void PutBack()
    {
        foreach ((_, Tensor tensor, float[] values) in _state)
        {
            tensor.Upload(values);
        }
    }

    /// <summary>What was kept, for a checkpoint.</summary>
    /// <param name="kind">Stands before the names.</param>
    public IEnumerable<SafetensorsEntry> Save(string kind) => _state.Select(s => SafetensorsEntry.Of($"{kind}.{s.Name}", s.Values, s.Tensor.Shape.Extents.ToArray()));

    /// <summary>Keeps what <see cref="Save"/> gave.</summary>
    /// <param name="file">The checkpoint, of the same model.</param>
    /// <param name="kind">Stands before the names.</param>
    public void Load(SafetensorsFile file, string kind)
    {
        foreach ((string name, _, float[] values) in _state)
        {
            file[$"{kind}.{name}"].ToSingle().CopyTo(values, 0);
        }
    }
}
