namespace StnEngine.Kernels.Operators;

/// <summary><c>a - b</c>.</summary>
public readonly struct Subtract : IBinaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T a, T b)
        where T : unmanaged, IReal<T> => a - b;

    /// <inheritdoc/>
    public static T SlopeLeft<T>(T a, T b, T gradOutput)
        where T : unmanaged, IReal<T> => gradOutput;

    /// <inheritdoc/>
    public static T SlopeRight<T>(T a, T b, T gradOutput)
        where T : unmanaged, IReal<T> => T.Broadcast(-1) * gradOutput;
}
