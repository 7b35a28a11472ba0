using StnEngine.Kernels.Operators;

namespace StnEngine;

public sealed partial class Tensor
{
    /// <summary>Every number times a constant.</summary>
    /// <param name="left">Any tensor.</param>
    /// <param name="right">The constant.</param>
    /// <returns>The same shape.</returns>
    public static Tensor operator *(Tensor left, float right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.Scale(right);
    }

    /// <inheritdoc cref="op_Multiply(Tensor, float)"/>
    public static Tensor operator *(float left, Tensor right) => right * left;

    /// <summary>Every number times a constant.</summary>
    /// <param name="factor">The constant; set on the device, so a recorded step may hold it.</param>
    /// <returns>The same shape.</returns>
    public Tensor Scale(float factor) => Broadcast<Multiply>(nameof(Scale), this, Full(Device, factor, false));
}
