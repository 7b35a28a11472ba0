using StnEngine.Kernels;

namespace StnEngine.Transformations;

/// <summary>Arithmetic of affine and projective transformations as batches of their parameters, <c>[N, 6]</c> or <c>[N, 8]</c>, with gradients.</summary>
public static class PlaneMaps
{
    private const int AffineCount = 6, ProjectiveCount = 8, Side = 3;

    /// <summary>One after another: the point that <paramref name="inner"/> gives goes through <paramref name="outer"/>.</summary>
    /// <remarks>Images transformed by <paramref name="outer"/> and then by <paramref name="inner"/> are read there: the last to be applied maps first.</remarks>
    /// <param name="outer"><c>[N, 6]</c> or <c>[N, 8]</c>.</param>
    /// <param name="inner">Of the same shape.</param>
    /// <returns>Of the same shape.</returns>
    /// <exception cref="ShapeException">The shapes differ, or are no parameters of such transformations.</exception>
    public static Tensor Compose(Tensor outer, Tensor inner)
    {
        Tensor?[] a = Matrix(nameof(Compose), outer), b = Matrix(nameof(Compose), inner);
        Require.Given(nameof(Compose), outer, inner);
        Require.That(outer.Shape == inner.Shape, nameof(Compose), $"both must have one shape; {outer.Shape} and {inner.Shape} were given");
        var product = new Tensor?[Side * Side];
        for (int i = 0; i < product.Length; i++)
        {
            for (int k = 0; k < Side; k++)
            {
                product[i] = Sum(product[i], Product(a[(i / Side * Side) + k], b[(k * Side) + (i % Side)]));
            }
        }

        return Parameters(product, outer.Shape[1]);
    }

    /// <summary>The way back: composed with the transformation it gives the identity.</summary>
    /// <param name="map"><c>[N, 6]</c> or <c>[N, 8]</c>. One that cannot be inverted gives numbers that are not finite.</param>
    /// <returns>Of the same shape.</returns>
    /// <exception cref="ShapeException">It is no parameters of such transformations.</exception>
    public static Tensor Invert(Tensor map)
    {
        Tensor?[] m = Matrix(nameof(Invert), map);
        var adjugate = new Tensor?[Side * Side];
        for (int i = 0; i < adjugate.Length; i++)
        {
            // Entry (row, column) is the cofactor of (column, row); rows and columns counted round take care of its sign.
            (int row, int column) = (i % Side, i / Side);
            adjugate[i] = Sum(Product(At(row + 1, column + 1), At(row + 2, column + 2)), Negative(Product(At(row + 1, column + 2), At(row + 2, column + 1))));
        }

        return Parameters(adjugate, map.Shape[1]);

        Tensor? At(int row, int column) => m[(row % Side * Side) + (column % Side)];
    }

    // The 3x3 matrix's entries, [N, 1] each; null for 0.
    private static Tensor?[] Matrix(string operation, Tensor map)
    {
        ArgumentNullException.ThrowIfNull(map);
        Require.Batched(operation, "the transformation", map, 2);
        Require.That(map.Shape[1] is AffineCount or ProjectiveCount, operation, $"parameters are [N, {AffineCount}] or [N, {ProjectiveCount}]; {map.Shape} was given");
        var entries = new Tensor?[Side * Side];
        for (int i = 0; i < map.Shape[1]; i++)
        {
            entries[i] = map.Slice(1, i, 1);
        }

        entries[^1] = Tensor.Full(map.Device, 1, true, map.Shape[0], 1);
        return entries;
    }

    // Divided by the last entry, which is 1 in parameters.
    private static Tensor Parameters(Tensor?[] matrix, int count) =>
        Tensor.Concatenate(1, [.. matrix.Take(count).Select(entry => (entry ?? Tensor.Full(matrix[^1]!.Device, 0, true, matrix[^1]!.Shape[0], 1)) / matrix[^1]!)]);

    private static Tensor? Sum(Tensor? a, Tensor? b) => a is null ? b : b is null ? a : a + b;

    private static Tensor? Product(Tensor? a, Tensor? b) => a is null || b is null ? null : a * b;

    private static Tensor? Negative(Tensor? a) => a?.Negate();
}
