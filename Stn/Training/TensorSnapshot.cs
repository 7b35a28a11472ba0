using StnEngine;

namespace Stn.Training;

/// <summary>Tensors as they were at a moment, on the host.</summary>
internal sealed class TensorSnapshot(IEnumerable<(string Name, Tensor Tensor)> tensors)
{
    private readonly (Tensor Tensor, float[] Values)[] _state = [.. tensors.Select(t => (t.Tensor, new float[t.Tensor.Shape.Count]))];

    /// <summary>Keeps them as they are now.</summary>
    public void Take()
    {
        foreach ((Tensor tensor, float[] values) in _state)
        {
            tensor.Download(values);
        }
    }

    /// <summary>Makes them again what they were.</summary>
    public void PutBack()
    {
        foreach ((Tensor tensor, float[] values) in _state)
        {
            tensor.Upload(values);
        }
    }
}
