namespace StnEngine.Kernels.Operators;

/// <summary><c>-x</c>.</summary>
public readonly struct Negate : IUnaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T x)
        where T : unmanaged, IReal<T> => T.Broadcast(-1) * x;

    /// <inheritdoc/>
    public static T Slope<T>(T x, T y, T gradOutput)
        where T : unmanaged, IReal<T> => T.Broadcast(-1) * gradOutput;
}
