namespace StnEngine.Kernels;

/// <summary>A function of two numbers and its two slopes, written once for every device.</summary>
public interface IBinaryOperator
{
    /// <summary>The function.</summary>
    /// <typeparam name="T">The device's arithmetic.</typeparam>
    /// <param name="a">Left argument.</param>
    /// <param name="b">Right argument.</param>
    /// <returns>f(a, b).</returns>
    static abstract T Value<T>(T a, T b)
        where T : unmanaged, IReal<T>;

    /// <summary>Slope in the left argument, times the gradient that reaches the result.</summary>
    /// <typeparam name="T">The device's arithmetic.</typeparam>
    /// <param name="a">Left argument.</param>
    /// <param name="b">Right argument.</param>
    /// <param name="gradOutput">Gradient of the result.</param>
    /// <returns>df/da * gradOutput.</returns>
    static abstract T SlopeLeft<T>(T a, T b, T gradOutput)
        where T : unmanaged, IReal<T>;

    /// <summary>Slope in the right argument, times the gradient that reaches the result.</summary>
    /// <typeparam name="T">The device's arithmetic.</typeparam>
    /// <param name="a">Left argument.</param>
    /// <param name="b">Right argument.</param>
    /// <param name="gradOutput">Gradient of the result.</param>
    /// <returns>df/db * gradOutput.</returns>
    static abstract T SlopeRight<T>(T a, T b, T gradOutput)
        where T : unmanaged, IReal<T>;
}
