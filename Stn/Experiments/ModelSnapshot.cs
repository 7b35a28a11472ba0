using StnEngine;
using StnEngine.Layers;

namespace Stn.Experiments;

/// <summary>A model's parameters and buffers at a moment, on the host.</summary>
internal sealed class ModelSnapshot(Module model)
{
    private readonly (Tensor Tensor, float[] Values)[] _state =
        [.. model.NamedParameters().Concat(model.NamedBuffers()).Select(t => (t.Tensor, new float[t.Tensor.Shape.Count]))];

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
