using System.Globalization;

namespace StnEngine;

/// <summary>The extents of a tensor's axes. A tensor with no axes holds one number.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? _extents;

    /// <summary>A shape of the given extents.</summary>
    /// <param name="extents">One per axis, each at least 1.</param>
    /// <exception cref="ShapeException">An extent is below 1, or there are more than 2^31 - 1 elements.</exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        long count = 1;
        foreach (int extent in extents)
        {
            if (extent < 1)
            {
                throw new ShapeException("Shape", $"every extent must be at least 1; {Text(extents)} was given");
            }

            count *= extent;
            if (count > int.MaxValue)
            {
                throw new ShapeException("Shape", $"{Text(extents)} has more than {int.MaxValue} elements");
            }
        }

        _extents = extents.ToArray();
        Count = (int)count;
    }

    /// <summary>Axes.</summary>
    public int Rank => Extents.Length;

    /// <summary>Elements.</summary>
    public int Count => _extents is null ? 1 : field;

    /// <summary>The extents, outermost axis first.</summary>
    public ReadOnlySpan<int> Extents => _extents;

    /// <summary>The extent of one axis.</summary>
    /// <param name="axis">From 0.</param>
    public int this[int axis] => Extents[axis];

    /// <summary>Whether two shapes have the same extents.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">Another.</param>
    /// <returns>True if they are the same.</returns>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">Another.</param>
    /// <returns>True if they differ.</returns>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Extents.SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int extent in Extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <summary>The shape as PyTorch prints it.</summary>
    /// <returns>For example <c>[64, 1, 28, 28]</c>.</returns>
    public override string ToString() => Text(Extents);

    private static string Text(ReadOnlySpan<int> extents) =>
        "[" + string.Join(", ", extents.ToArray().Select(e => e.ToString(CultureInfo.InvariantCulture))) + "]";
}
