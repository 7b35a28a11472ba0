namespace StnEngine.Kernels.Operators;

/// <summary><c>a / b</c>. The slope in b divides twice: b * b would leave the range of a float sooner.</summary>
public readonly struct Divide : IBinaryOperator
{
    /// <inheritdoc/>
    public static T Value<T>(T a, T b)
        where T : unmanaged, IReal<T> => a / b;

    /// <inheritdoc/>
    public static T SlopeLeft<T>(T a, T b, T gradOutput)
        where T : unmanaged, IReal<T> => gradOutput / b;

    /// <inheritdoc/>
    public static T SlopeRight<T>(T a, T b, T gradOutput)
        where T : unmanaged, IReal<T> => T.Broadcast(-1) * (a / b / b) * gradOutput;
}
