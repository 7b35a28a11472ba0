namespace StnEngine.Kernels;

/// <summary>A function of one number and its slope, written once for every device.</summary>
public interface IUnaryOperator
{
    /// <summary>The function.</summary>
    /// <typeparam name="T">The device's arithmetic.</typeparam>
    /// <param name="x">Argument.</param>
    /// <returns>f(x).</returns>
    static abstract T Value<T>(T x)
        where T : unmanaged, IReal<T>;

    /// <summary>The gradient that reaches the argument.</summary>
    /// <typeparam name="T">The device's arithmetic.</typeparam>
    /// <param name="x">Argument.</param>
    /// <param name="y">f(x).</param>
    /// <param name="gradOutput">Gradient that reaches the result.</param>
    /// <returns>f'(x) * gradOutput.</returns>
    static abstract T Slope<T>(T x, T y, T gradOutput)
        where T : unmanaged, IReal<T>;
}
