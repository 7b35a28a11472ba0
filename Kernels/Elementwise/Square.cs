namespace StnEngine.Kernels.Operators;

/// <summary><c>x * x</c>.</summary>
public readonly struct Square : IUnaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T x)
        where T : unmanaged, IReal<T> => x * x;

    /// <inheritdoc/>
    public static T Slope<T>(T x, T y, T gradOutput)
        where T : unmanaged, IReal<T> => T.Broadcast(2) * x * gradOutput;
}
