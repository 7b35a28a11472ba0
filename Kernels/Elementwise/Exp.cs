namespace StnEngine.Kernels.Operators;

/// <summary><c>e^x</c>.</summary>
public readonly struct Exp : IUnaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T x)
        where T : unmanaged, IReal<T> => T.Exp(x);

    /// <inheritdoc/>
    public static T Slope<T>(T x, T y, T gradOutput)
        where T : unmanaged, IReal<T> => y * gradOutput;
}
