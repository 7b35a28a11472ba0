namespace StnEngine.Datasets;

/// <summary>The built-in digits: handwritten-looking images in MNIST's form that are drawn, not stored, and so are always there.</summary>
/// <remarks>
/// Strokes in several ways of writing, missed, bent, slanted and of uneven width, in a box of at most 20 pixels about the centre of
/// mass in 28x28. They take MNIST's place where it is missing and compare models with each other, not with published numbers.
/// </remarks>
public static class Digits
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Size = 28;

    private const int Classes = 10;

    /// <summary>0 to 9.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, Classes).Select(digit => $"{digit}")];

    /// <summary>Draws the digits 0 to <paramref name="count"/> - 1 of a seed.</summary>
    /// <remarks>
    /// Image i depends on the seed and i alone. Each ten in succession hold every class once, in a random order. Another machine's sine
    /// may round differently and so move a grey value by one.
    /// </remarks>
    public static ImageSet Draw(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        byte[] pixels = new byte[checked(count * Size * Size)];
        byte[] labels = new byte[count];
        Parallel.For(0, (count + Classes - 1) / Classes, ten => DrawTen(ten, seed, pixels, labels));
        return new ImageSet($"digits seed {seed}", pixels, labels, 1, Size, Size, ClassNames);
    }

    private static void DrawTen(int ten, ulong seed, byte[] pixels, byte[] labels)
    {
        Span<int> order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        new RandomStream(seed, "digits/order", (ulong)ten).Shuffle(order);
        int end = Math.Min(labels.Length, Classes * (ten + 1));
        for (int i = Classes * ten; i < end; i++)
        {
            labels[i] = (byte)order[i % Classes];
            DigitHand.Write(labels[i], new RandomStream(seed, "digits", (ulong)i), pixels.AsSpan(i * Size * Size, Size * Size));
        }
    }
}
