namespace StnEngine.Kernels.Operators;

/// <summary><c>max(x, 0)</c>. The slope at 0 is 0, as in PyTorch.</summary>
public readonly struct Relu : IUnaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T x)
        where T : unmanaged, IReal<T> => T.Max(x, T.Broadcast(0));

    /// <inheritdoc/>
    public static T Slope<T>(T x, T y, T gradOutput)
        where T : unmanaged, IReal<T> => T.Select(T.Greater(x, T.Broadcast(0)), gradOutput, T.Broadcast(0));
}
