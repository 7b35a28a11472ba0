using System.Numerics;

namespace Stn.Pictures;

/// <summary>Images before and after a transformer, ready to be shown: values are 0..1, and beyond that are clamped.</summary>
internal sealed record TransformSamples
{
    /// <summary><c>[N, Channels, Height, Width]</c>: what the transformer was given.</summary>
    public required float[] Inputs { get; init; }

    /// <summary><c>[N, Channels, Height, Width]</c>: what it made of that.</summary>
    public required float[] Warped { get; init; }

    /// <summary>
    /// <c>[N]</c>: the border of what was sampled, as points of the input in -1..1, equally many for the top, the right, the bottom and the left
    /// side; null for a model without transformer.
    /// </summary>
    public required IReadOnlyList<Vector2[]>? Frames { get; init; }

    /// <summary><c>[N]</c>, each below the number of class names.</summary>
    public required byte[] Labels { get; init; }

    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>1 for grey, 2 for red and green, 3 for red, green, blue.</summary>
    public required int Channels { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>Values of one image.</summary>
    public int ImageSize => Channels * Height * Width;

    /// <summary>The samples of a class, in their order.</summary>
    public int[] OfClass(int label) => [.. Enumerable.Range(0, Labels.Length).Where(n => Labels[n] == label)];

    /// <exception cref="ArgumentException">The arrays contradict each other.</exception>
    public void Check()
    {
        int values = Labels.Length * ImageSize;
        if (Inputs.Length != values || Warped.Length != values || (Frames is not null && Frames.Count != Labels.Length))
        {
            throw new ArgumentException(
                $"{Labels.Length} samples of {Channels}x{Height}x{Width} want twice {values} values and as many frames, "
                + $"given {Inputs.Length}, {Warped.Length} and {Frames?.Count.ToString() ?? "none"}.");
        }
        if (Labels.Any(label => label >= ClassNames.Count))
        {
            throw new ArgumentException($"Label {Labels.Max()} is beyond the {ClassNames.Count} classes; name every class.");
        }
    }
}
