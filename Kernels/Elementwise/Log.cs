namespace StnEngine.Kernels.Operators;

/// <summary>Natural logarithm. Minus infinity at 0, NaN below.</summary>
public readonly struct Log : IUnaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T x)
        where T : unmanaged, IReal<T> => T.Log(x);

    /// <inheritdoc/>
    public static T Slope<T>(T x, T y, T gradOutput)
        where T : unmanaged, IReal<T> => gradOutput / x;
}
