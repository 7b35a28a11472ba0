namespace StnEngine;

/// <summary>A height and a width: of a window, a stride, a padding. One number stands for both.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>The same number for height and width.</summary>
    /// <param name="both">Rows and columns.</param>
    public static implicit operator Size2d(int both) => FromInt32(both);

    /// <summary>The same number for height and width.</summary>
    /// <param name="both">Rows and columns.</param>
    /// <returns>A square size.</returns>
    public static Size2d FromInt32(int both) => new(both, both);

    /// <summary>Height and width, as <c>5x3</c>.</summary>
    /// <returns>Height before width.</returns>
    public override string ToString() => FormattableString.Invariant($"{Height}x{Width}");
}
