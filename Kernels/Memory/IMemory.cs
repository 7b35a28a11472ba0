namespace StnEngine.Kernels;

/// <summary>Moves that are no operation of their own: filling, adding, counting.</summary>
public interface IMemory
{
    /// <summary>Sets every element, idle lanes included.</summary>
    /// <param name="layout">How the tensor is stored.</param>
    /// <param name="buffer">Overwritten.</param>
    /// <param name="value">The new value.</param>
    void Fill(in Layout layout, DeviceBuffer buffer, float value);

    /// <summary>Copies a tensor on the device.</summary>
    /// <param name="layout">How both tensors are stored.</param>
    /// <param name="from">Source.</param>
    /// <param name="to">Overwritten.</param>
    void Copy(in Layout layout, DeviceBuffer from, DeviceBuffer to);

    /// <summary><c>to += from</c>.</summary>
    /// <param name="layout">How both tensors are stored.</param>
    /// <param name="from">What is added.</param>
    /// <param name="to">Added to.</param>
    void Add(in Layout layout, DeviceBuffer from, DeviceBuffer to);

    /// <summary>Adds one to a counter that lives on the device.</summary>
    /// <param name="counter">One float.</param>
    /// <param name="below">Where it begins at 0 again; infinity for a counter that stays at 2^24, the last float that one can be added to.</param>
    void Increment(DeviceBuffer counter, float below);
}
