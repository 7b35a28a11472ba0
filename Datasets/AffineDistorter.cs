namespace StnEngine.Datasets;

/// <summary>Rotates, scales and moves an image by random amounts; the defaults change nothing.</summary>
/// <remarks>Pixels between the image's are blended from the four nearest, and outside the image there is 0.</remarks>
public sealed class AffineDistorter(int canvasHeight, int canvasWidth) : Distorter(canvasHeight, canvasWidth)
{
    /// <summary>Rotation is uniform from minus this to this, in degrees.</summary>
    public float MaxRotationDegrees { get; init; }

    /// <summary>Scale is uniform from this to <see cref="MaxScale"/>.</summary>
    public float MinScale { get; init; } = 1;

    /// <summary>The largest scale.</summary>
    public float MaxScale { get; init; } = 1;

    /// <summary>
    /// True puts the ink (all that is not 0) uniformly at random anywhere in the canvas that holds it whole, and in the middle along an
    /// axis where it does not fit; false keeps the image's centre in the canvas's.
    /// </summary>
    public bool AnyPlace { get; init; }

    /// <summary>
    /// Without <see cref="AnyPlace"/>: the image's centre is moved along each axis uniformly by up to this share of the canvas's extent.
    /// Nothing keeps the ink inside.
    /// </summary>
    public float MaxShift { get; init; }

    /// <inheritdoc/>
    public override int MapLength => AffineMap.Length;

    /// <inheritdoc/>
    public override void Apply(
        ReadOnlySpan<byte> image, int channels, int height, int width, Span<float> destination, ulong randomKey)
    {
        AffineWarp.CheckSizes(image, channels, height, width, destination, CanvasHeight, CanvasWidth);
        InkBox ink = InkBox.Of(image, height, width);
        Pose pose = Draw(ink, height, width, randomKey);
        AffineWarp.Apply(image, channels, height, width, ink, pose, destination, CanvasHeight, CanvasWidth);
    }

    /// <summary>The pose that <see cref="Apply"/> gives this image for this key: the truth a localisation network is after.</summary>
    public Pose Draw(ReadOnlySpan<byte> image, int height, int width, ulong randomKey)
        => Draw(InkBox.Of(image, height, width), height, width, randomKey);

    /// <summary>
    /// Where that pose reads this image: what <see cref="Apply"/> does, as six numbers for whoever has the pixels elsewhere. A canvas pixel
    /// dx columns and dy rows from the canvas's middle blends the four pixels around column <c>m0 dx + m1 dy + m2</c> and row
    /// <c>m3 dx + m4 dy + m5</c>; outside the image there is 0.
    /// </summary>
    public override void DrawMap(ReadOnlySpan<byte> image, int height, int width, ulong randomKey, Span<float> map)
        => AffineMap.Of(Draw(image, height, width, randomKey), height, width).CopyTo(map, CanvasHeight, CanvasWidth);

    private Pose Draw(InkBox ink, int height, int width, ulong randomKey)
    {
        CheckRanges();
        RandomStream random = new(randomKey);
        double radians = double.DegreesToRadians(random.Uniform(-MaxRotationDegrees, MaxRotationDegrees));
        double scale = random.Uniform(MinScale, MaxScale);
        double placeX = random.NextDouble();
        double placeY = random.NextDouble();
        return AnyPlace && !ink.IsEmpty
            ? PlaceInk(ink, height, width, radians, scale, placeX, placeY)
            : new Pose(radians, scale, Shift(CanvasWidth, placeX), Shift(CanvasHeight, placeY));
    }

    private Pose PlaceInk(InkBox ink, int height, int width, double radians, double scale, double placeX, double placeY)
    {
        // Blending spreads ink by just under a pixel: the box is grown by one on each side and kept within -1..extent.
        (double sin, double cos) = Math.SinCos(radians);
        double reachX = scale * (((ink.Width + 1) * Math.Abs(cos)) + ((ink.Height + 1) * Math.Abs(sin))) / 2;
        double reachY = scale * (((ink.Width + 1) * Math.Abs(sin)) + ((ink.Height + 1) * Math.Abs(cos))) / 2;
        double offsetX = ((ink.Left + ink.Right) - (width - 1)) / 2.0;
        double offsetY = ((ink.Top + ink.Bottom) - (height - 1)) / 2.0;
        return new Pose(
            radians,
            scale,
            Place(reachX, CanvasWidth, placeX) - (scale * ((cos * offsetX) + (sin * offsetY))),
            Place(reachY, CanvasHeight, placeY) - (scale * ((cos * offsetY) - (sin * offsetX))));
    }

    private void CheckRanges()
    {
        if (!(MinScale > 0 && MaxScale >= MinScale && float.IsFinite(MaxScale) && float.IsFinite(MaxRotationDegrees)))
        {
            throw new InvalidOperationException(
                $"Scales {MinScale} to {MaxScale} and {MaxRotationDegrees} degrees; give finite numbers and 0 < MinScale <= MaxScale.");
        }
        if (!(float.IsFinite(MaxShift) && MaxShift >= 0) || (AnyPlace && MaxShift != 0))
        {
            throw new InvalidOperationException(
                $"{nameof(MaxShift)} is {MaxShift}, {nameof(AnyPlace)} {AnyPlace}; give a share from 0 on, and 0 where the image is put at any place.");
        }
    }

    private double Shift(int extent, double chance) => ((extent - 1) / 2.0) + (MaxShift * extent * ((2 * chance) - 1));

    private static double Place(double reach, int extent, double chance)
    {
        double room = Math.Max(0, extent + 1 - (2 * reach));
        return ((extent - 1) / 2.0) + (room * (chance - 0.5));
    }
}
