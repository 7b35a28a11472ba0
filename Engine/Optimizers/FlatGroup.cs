using StnEngine.Kernels;

namespace StnEngine.Optimizers;

// The parameters of a group side by side in one buffer, their gradients in another, so that an update is one call.
// Each parameter starts on a multiple of 16 floats; the gap behind it stays zero.
internal sealed class FlatGroup : IDisposable
{
    private readonly Device _device;
    private readonly List<DeviceBuffer> _owned = [];
    private readonly List<(string Name, Tensor Tensor, long Offset)> _slots = [];

    public FlatGroup(ParameterGroup group)
    {
        if (group.Parameters.Count == 0)
        {
            throw new ArgumentException("A parameter group needs at least one parameter.", nameof(group));
        }

        _device = group.Parameters[0].Tensor.Device;
        Multiplier = group.LearningRateMultiplier;
        long length = 0;
        foreach ((string name, Tensor tensor) in group.Parameters)
        {
            Require.Given("Optimizer", group.Parameters[0].Tensor, tensor);
            Require.That(!tensor.IsBatched && tensor.RequiresGrad, "Optimizer", $"parameter '{name}' of shape {tensor.Shape} must be a plain leaf that requires a gradient");
            _slots.Add((name, tensor, length));
            length += (tensor.Shape.Count + 15) / 16 * 16;
        }

        Length = checked((int)length);
        Values = Zeros(Length);
        Grads = Zeros(Length);
        LearningRate = Zeros(1);
        foreach ((_, Tensor tensor, long offset) in _slots)
        {
            tensor.Rebind(Values.Slice(offset, tensor.Shape.Count), Grads.Slice(offset, tensor.Shape.Count));
        }
    }

    public int Length { get; }

    public float Multiplier { get; }

    public DeviceBuffer Values { get; }

    public DeviceBuffer Grads { get; }

    public DeviceBuffer LearningRate { get; }

    public void ZeroGrad() => _device.Memory.Fill(Layout.Plain(Length), Grads, 0);

    public void SetLearningRate(float rate)
    {
        Span<float> scaled = [rate * Multiplier];
        _device.Upload(scaled, Layout.Plain(1), LearningRate);
    }

    // A buffer of the group's size for an optimiser's memory of past gradients.
    public DeviceBuffer Zeros(int length)
    {
        DeviceBuffer buffer = _device.Allocate(length);
        _owned.Add(buffer);
        _device.Memory.Fill(Layout.Plain(length), buffer, 0);
        return buffer;
    }

    // The part of a flat buffer that belongs to each parameter, as entries `kind.name`.
    public IEnumerable<SafetensorsEntry> Save(string kind, DeviceBuffer buffer)
    {
        foreach ((string name, Tensor tensor, long offset) in _slots)
        {
            float[] values = new float[tensor.Shape.Count];
            _device.Download(buffer.Slice(offset, values.Length), tensor.Layout, values);
            yield return SafetensorsEntry.Of($"{kind}.{name}", values, tensor.Shape.Extents.ToArray());
        }
    }

    public void Load(string kind, DeviceBuffer buffer, SafetensorsFile file)
    {
        foreach ((string name, Tensor tensor, long offset) in _slots)
        {
            _device.Upload(StateFile.Values(file, $"{kind}.{name}", tensor.Shape), tensor.Layout, buffer.Slice(offset, tensor.Shape.Count));
        }
    }

    public void Dispose() => _owned.ForEach(b => b.Dispose());
}
