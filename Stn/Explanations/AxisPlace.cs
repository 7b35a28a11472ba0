namespace Stn.Explanations;

/// <summary>Where a map's positions lie along one axis of the image, or other map, that it was made from: position i around <c>Start + Step * i</c>.</summary>
/// <remarks>
/// A position's place is the middle of all that it sees. Without padding the outermost positions lie well inside, so that a map that is merely stretched
/// over the image shows things further out than they are.
/// </remarks>
/// <param name="Step">Pixels of the image from a position to the next.</param>
/// <param name="Start">The pixel of the first position, counted from 0.</param>
/// <param name="Extent">Positions.</param>
/// <param name="Whole">Pixels of the image.</param>
internal readonly record struct AxisPlace(double Step, double Start, int Extent, int Whole)
{
    /// <summary>The image itself.</summary>
    public static AxisPlace Of(int extent) => new(1, 0, extent, extent);

    /// <summary>Behind pooling by a whole factor, whichever it takes to leave that many positions.</summary>
    public AxisPlace Pooled(int extent)
    {
        double factor = Math.Max(1, Math.Round((double)Extent / extent));
        return new AxisPlace(Step * factor, Start + (Step * (factor - 1) / 2), extent, Whole);
    }

    /// <summary>Behind a convolution, and behind the pooling before it that its extents betray.</summary>
    public AxisPlace Convolved(int extent, int kernel, int stride, int padding)
    {
        AxisPlace input = Pooled(((extent - 1) * stride) + kernel - (2 * padding));
        return new AxisPlace(input.Step * stride, input.Start + (input.Step * (((kernel - 1) / 2.0) - padding)), extent, Whole);
    }

    /// <summary>From the map to the image, both -1 to 1 from edge to edge.</summary>
    public double ToWhole(double u) => ((2 * (Start + (Step * ((u * Extent) + Extent - 1) / 2))) + 1 - Whole) / Whole;

    /// <summary>From the image to the map.</summary>
    public double FromWhole(double x) => ((2 * ((((x * Whole) + Whole - 1) / 2) - Start) / Step) + 1 - Extent) / Extent;
}
