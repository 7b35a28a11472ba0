namespace StnEngine.Datasets;

/// <summary>A distortion that says of every point of the canvas which point of the image is seen there.</summary>
/// <remarks>Points are in coordinates of -1 to 1 between outer edges. Pixels between the image's are blended from the four nearest, and outside the image there is 0.</remarks>
public abstract class MappedDistorter : Distorter
{
    private protected MappedDistorter(int canvasHeight, int canvasWidth)
        : base(canvasHeight, canvasWidth)
    {
    }

    /// <summary>Scale is uniform from this to <see cref="MaxScale"/>.</summary>
    public float MinScale { get; init; } = 1;

    /// <summary>The largest scale.</summary>
    public float MaxScale { get; init; } = 1;

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> image, int channels, int height, int width, Span<float> destination, ulong randomKey)
    {
        AffineWarp.CheckSizes(image, channels, height, width, destination, CanvasHeight, CanvasWidth);
        Span<float> map = stackalloc float[MapLength];
        DrawMap(image, height, width, randomKey, map);
        int plane = height * width;
        for (int i = 0; i < CanvasHeight * CanvasWidth; i++)
        {
            (int oy, int ox) = (i / CanvasWidth, i % CanvasWidth);
            (double u, double v) = At(map, oy, ox);
            (double x, double y) = ((((u + 1) * width) - 1) / 2, (((v + 1) * height) - 1) / 2);
            for (int c = 0; c < channels; c++)
            {
                destination[(c * CanvasHeight * CanvasWidth) + i] = (float)(Blend(image.Slice(c * plane, plane), height, width, x, y) / 255);
            }
        }
    }

    /// <summary>The point of the image that is seen at a pixel of the canvas.</summary>
    private protected abstract (double U, double V) At(ReadOnlySpan<float> map, int oy, int ox);

    /// <summary>Draws the scale.</summary>
    private protected float DrawScale(ref RandomStream random) => MinScale > 0 && MaxScale >= MinScale && float.IsFinite(MaxScale)
        ? random.Uniform(MinScale, MaxScale)
        : throw new InvalidOperationException($"Scales {MinScale} to {MaxScale}; give finite numbers and 0 < MinScale <= MaxScale.");

    /// <summary>The middle of a pixel, in -1..1.</summary>
    private protected static double Coordinate(int index, int extent) => ((2.0 * index) + 1 - extent) / extent;

    private static double Blend(ReadOnlySpan<byte> image, int height, int width, double x, double y)
    {
        // Far outside, or no number: nothing is there.
        if (!(x > -1 && x < width && y > -1 && y < height))
        {
            return 0;
        }

        (int left, int top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        (double right, double bottom) = (x - left, y - top);
        return ((1 - bottom) * (((1 - right) * Pixel(image, height, width, top, left)) + (right * Pixel(image, height, width, top, left + 1))))
            + (bottom * (((1 - right) * Pixel(image, height, width, top + 1, left)) + (right * Pixel(image, height, width, top + 1, left + 1))));
    }

    private static double Pixel(ReadOnlySpan<byte> image, int height, int width, int y, int x) =>
        y < 0 || y >= height || x < 0 || x >= width ? 0 : image[(y * width) + x];
}
