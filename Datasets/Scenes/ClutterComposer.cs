namespace StnEngine.Datasets.Scenes;

/// <summary>An image at a random place of a canvas, among square patches cut from other images; where they overlap, the brighter one is seen.</summary>
/// <remarks>
/// <para>
/// Jaderberg et al., arXiv 1506.02025: 60x60 with 6 patches is their cluttered and translated set, 84x84 with 16 or none that of
/// co-localisation. The label is the image's.
/// </para>
/// <para>
/// Drawn in this order: the column, then the row, uniform among all whole pixels at which the image's ink lies wholly inside the canvas (in
/// the middle along an axis that is too short for it); then for each patch an image, uniform among the others, and a column and a row of
/// it, uniform among those at which the patch lies inside the image, all three drawn again (up to 32 times in all) while the patch holds
/// less than a tenth of the ink of a white one; and a column and a row of the canvas, uniform among those at which the patch lies inside. So
/// the image is at the same place with any number of patches.
/// </para>
/// </remarks>
/// <param name="height">Rows of the canvas.</param>
/// <param name="width">Columns of the canvas.</param>
public sealed class ClutterComposer(int height, int width) : SceneComposer(1, height, width)
{
    private const double LeastInk = 0.1;
    private const int MostDraws = 32;

    /// <summary>Number of patches.</summary>
    public int Patches { get; init; } = 6;

    /// <summary>Rows and columns of a patch.</summary>
    public int PatchSize { get; init; } = 6;

    /// <inheritdoc/>
    public override int ImagesWanted => Patches > 0 ? 2 : 1;

    /// <inheritdoc/>
    public override string? ProblemWith(ImageSet set)
    {
        if (Patches < 0 || PatchSize < 1)
        {
            return $"{Patches} patches of {PatchSize}x{PatchSize} are asked for; no less than 0 and 1x1 can be";
        }
        if (base.ProblemWith(set) is { } problem)
        {
            return problem;
        }
        return Patches > 0 && PatchSize > Math.Min(Math.Min(set.Height, set.Width), Math.Min(Height, Width))
            ? $"a patch of {PatchSize}x{PatchSize} is larger than the canvas of {Height}x{Width} or the {set.Height}x{set.Width} images of {set.Name}"
            : null;
    }

    /// <summary>Where <see cref="SceneComposer.Compose"/> puts the image for this key: the truth a localisation network is after.</summary>
    /// <returns>The image, which may reach over the canvas's edge with columns and rows that hold no ink, and its ink, which does not.</returns>
    public ImagePlace PlaceOf(ImageSet set, int index, ulong randomKey)
    {
        ArgumentNullException.ThrowIfNull(set);
        RandomStream random = new(randomKey);
        return Place(set, index, ref random);
    }

    /// <inheritdoc/>
    protected override int Draw(ImageSet set, int index, Span<float> destination, ulong randomKey)
    {
        RandomStream random = new(randomKey);
        ImagePlace place = Place(set, index, ref random);
        destination.Clear();
        Lay(set.Image(index), set.Width, 0, 0, set.Height, set.Width, destination, place.Top, place.Left);
        for (int i = 0; i < Patches; i++)
        {
            (int other, int patchTop, int patchLeft) = DrawPatch(set, index, ref random);
            int left = random.NextInt32(Width - PatchSize + 1);
            int top = random.NextInt32(Height - PatchSize + 1);
            Lay(set.Image(other), set.Width, patchTop, patchLeft, PatchSize, PatchSize, destination, top, left);
        }
        return set.Labels[index];
    }

    private ImagePlace Place(ImageSet set, int index, ref RandomStream random)
    {
        InkBox ink = InkBox.Of(set.Image(index), set.Height, set.Width);
        InkBox held = ink.IsEmpty ? new InkBox(0, 0, set.Width - 1, set.Height - 1) : ink;
        int left = DrawStart(Width, held.Width, ref random) - held.Left;
        int top = DrawStart(Height, held.Height, ref random) - held.Top;
        return new ImagePlace(left, top, new InkBox(ink.Left + left, ink.Top + top, ink.Right + left, ink.Bottom + top));
    }

    // One draw in either case: what is drawn after it does not depend on the image's size.
    private static int DrawStart(int canvas, int extent, ref RandomStream random)
    {
        int start = random.NextInt32(Math.Max(0, canvas - extent) + 1);
        return extent <= canvas ? start : (canvas - extent) / 2;
    }

    private (int Other, int Top, int Left) DrawPatch(ImageSet set, int index, ref RandomStream random)
    {
        int least = (int)(LeastInk * byte.MaxValue * PatchSize * PatchSize);
        (int other, int top, int left) = (0, 0, 0);
        for (int i = 0; i < MostDraws; i++)
        {
            other = DrawOther(set, index, ref random);
            left = random.NextInt32(set.Width - PatchSize + 1);
            top = random.NextInt32(set.Height - PatchSize + 1);
            if (InkIn(set.Image(other), set.Width, top, left) >= least)
            {
                break;
            }
        }
        return (other, top, left);
    }

    private int InkIn(ReadOnlySpan<byte> image, int stride, int top, int left)
    {
        int ink = 0;
        for (int y = 0; y < PatchSize; y++)
        {
            foreach (byte pixel in image.Slice(((top + y) * stride) + left, PatchSize))
            {
                ink += pixel;
            }
        }
        return ink;
    }

    // The part of an image that begins at sourceTop, sourceLeft; what falls beside the canvas is left out.
    private void Lay(
        ReadOnlySpan<byte> image, int stride, int sourceTop, int sourceLeft, int rows, int columns, Span<float> canvas, int top, int left)
    {
        (int firstY, int endY) = (Math.Max(0, -top), Math.Min(rows, Height - top));
        (int firstX, int endX) = (Math.Max(0, -left), Math.Min(columns, Width - left));
        for (int y = firstY; y < endY; y++)
        {
            ReadOnlySpan<byte> source = image.Slice(((sourceTop + y) * stride) + sourceLeft + firstX, endX - firstX);
            Span<float> target = canvas.Slice(((top + y) * Width) + left + firstX, source.Length);
            for (int x = 0; x < source.Length; x++)
            {
                target[x] = Math.Max(target[x], source[x] / 255f);
            }
        }
    }
}
