namespace StnEngine.Kernels.Operators;

/// <summary>Hyperbolic tangent, from the exponential: no device's approximate instruction is used.</summary>
public readonly struct Tanh : IUnaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T x)
        where T : unmanaged, IReal<T>
    {
        // exp(-2|x|) never overflows. Near zero 1 - exp would cancel, so small numbers take an odd polynomial instead.
        T size = T.Max(x, T.Broadcast(-1) * x);
        T shrunk = T.Exp(T.Broadcast(-2) * size);
        T large = (T.Broadcast(1) - shrunk) / (T.Broadcast(1) + shrunk);
        T signed = T.Select(T.Greater(x, T.Broadcast(0)), large, T.Broadcast(-1) * large);
        return T.Select(T.Greater(size, T.Broadcast(0.625f)), signed, NearZero(x));
    }

    /// <inheritdoc/>
    public static T Slope<T>(T x, T y, T gradOutput)
        where T : unmanaged, IReal<T> => (T.Broadcast(1) - (y * y)) * gradOutput;

    // The coefficients of Cephes' tanhf (Moshier), right to a float's last bits up to 0.625.
    private static T NearZero<T>(T x)
        where T : unmanaged, IReal<T>
    {
        T z = x * x;
        T p = (T.Broadcast(-5.70498872745e-3f) * z) + T.Broadcast(2.06390887954e-2f);
        p = (p * z) + T.Broadcast(-5.37397155531e-2f);
        p = (p * z) + T.Broadcast(1.33314422036e-1f);
        p = (p * z) + T.Broadcast(-3.33332819422e-1f);
        return (T.Broadcast(1) + (p * z)) * x;
    }
}
