namespace StnEngine.Kernels.Operators;

/// <summary><c>1 / (1 + exp(-x))</c>. Where the exponential overflows, one over infinity is the zero that is wanted.</summary>
public readonly struct Sigmoid : IUnaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T x)
        where T : unmanaged, IReal<T> => T.Broadcast(1) / (T.Broadcast(1) + T.Exp(T.Broadcast(0) - x));

    /// <inheritdoc/>
    public static T Slope<T>(T x, T y, T gradOutput)
        where T : unmanaged, IReal<T> => y * (T.Broadcast(1) - y) * gradOutput;
}
