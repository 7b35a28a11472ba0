namespace StnEngine.Kernels;

/// <summary>Arithmetic that elementwise operators are written in: a float on a GPU, a vector of images on the CPU.</summary>
/// <typeparam name="TSelf">The implementing struct. A comparison gives a mask for <see cref="Select"/>.</typeparam>
public interface IReal<TSelf>
    where TSelf : unmanaged, IReal<TSelf>
{
    /// <summary>The number in every lane.</summary>
    /// <param name="value">Any float.</param>
    /// <returns>A value whose lanes are all <paramref name="value"/>.</returns>
    static abstract TSelf Broadcast(float value);

    /// <summary>Sum.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    /// <returns>a + b.</returns>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    /// <returns>a - b.</returns>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Product.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    /// <returns>a * b.</returns>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    /// <returns>a / b.</returns>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>The larger number; NaN if either is.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    /// <returns>max(a, b).</returns>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>Square root.</summary>
    /// <param name="a">Any number; below zero gives NaN.</param>
    /// <returns>The root.</returns>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>Exponential.</summary>
    /// <param name="a">Exponent.</param>
    /// <returns>e to the power of a.</returns>
    static abstract TSelf Exp(TSelf a);

    /// <summary>Natural logarithm.</summary>
    /// <param name="a">Any number; below zero gives NaN.</param>
    /// <returns>ln a.</returns>
    static abstract TSelf Log(TSelf a);

    /// <summary>Rounds down.</summary>
    /// <param name="a">Any number.</param>
    /// <returns>The largest whole number that is not above a.</returns>
    static abstract TSelf Floor(TSelf a);

    /// <summary>Mask of the lanes where a is greater than b.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    /// <returns>A mask for <see cref="Select"/>.</returns>
    static abstract TSelf Greater(TSelf a, TSelf b);

    /// <summary>Mask of the lanes that are set in both.</summary>
    /// <param name="a">From a comparison.</param>
    /// <param name="b">From a comparison.</param>
    /// <returns>A mask for <see cref="Select"/>.</returns>
    static abstract TSelf And(TSelf a, TSelf b);

    /// <summary>Chooses lane by lane.</summary>
    /// <param name="mask">From a comparison.</param>
    /// <param name="whenSet">Taken where the mask is set.</param>
    /// <param name="whenNot">Taken elsewhere.</param>
    /// <returns>The chosen lanes.</returns>
    static abstract TSelf Select(TSelf mask, TSelf whenSet, TSelf whenNot);
}
