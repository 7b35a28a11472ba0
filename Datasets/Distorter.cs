namespace StnEngine.Datasets;

/// <summary>Turns an 8-bit image into a distorted float image; which distortion is a pure function of a random key.</summary>
/// <remarks>Implementations keep no state between calls: several threads may call <see cref="Apply"/> at once.</remarks>
public abstract class Distorter
{
    /// <summary>Prepares for results of this size.</summary>
    protected Distorter(int canvasHeight, int canvasWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(canvasHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(canvasWidth);
        (CanvasHeight, CanvasWidth) = (canvasHeight, canvasWidth);
    }

    /// <summary>Rows of the result.</summary>
    public int CanvasHeight { get; }

    /// <summary>Columns of the result.</summary>
    public int CanvasWidth { get; }

    /// <summary>Numbers that say how an image is distorted, for whoever has the pixels elsewhere: see <see cref="DrawMap"/>. 0 where only <see cref="Apply"/> can.</summary>
    public virtual int MapLength => 0;

    /// <summary>The published recipe for images of this size.</summary>
    public static Distorter Create(Distortion distortion, int height = 28, int width = 28) => distortion switch
    {
        Distortion.None => new AffineDistorter(height, width),
        Distortion.Rotation => new AffineDistorter(height, width) { MaxRotationDegrees = 90 },
        Distortion.RotationTranslationScale => new AffineDistorter(height * 3 / 2, width * 3 / 2)
        {
            MaxRotationDegrees = 45,
            MinScale = 0.7f,
            MaxScale = 1.2f,
            AnyPlace = true,
        },
        Distortion.Projective => new ProjectiveDistorter(height, width) { MinScale = 0.75f, CornerDeviation = 5 },
        Distortion.Elastic => new ElasticDistorter(height, width) { MinScale = 0.75f, PointDeviation = 1.5f },
        Distortion.Wide => new AffineDistorter(height * 20 / 7, width * 20 / 7)
        {
            MaxRotationDegrees = 45,
            MinScale = 0.7f,
            MaxScale = 1.2f,
            MaxShift = 0.25f,
        },
        _ => throw new ArgumentOutOfRangeException(
            nameof(distortion), distortion, $"No such distortion; there are {string.Join(", ", Enum.GetNames<Distortion>())}."),
    };

    /// <summary>Draws the distortion that <see cref="Apply"/> gives an image for a key, as numbers whose meaning each kind of distorter says.</summary>
    /// <param name="image"><c>[channels, height, width]</c>, 0..255.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="randomKey">Decides the distortion.</param>
    /// <param name="map">Room for <see cref="MapLength"/> numbers.</param>
    /// <exception cref="NotSupportedException">There are no such numbers.</exception>
    public virtual void DrawMap(ReadOnlySpan<byte> image, int height, int width, ulong randomKey, Span<float> map) =>
        throw new NotSupportedException($"A {GetType().Name} cannot say in numbers what it does; it can only apply it.");

    /// <summary>Draws one distortion and applies it.</summary>
    /// <param name="image"><c>[channels, height, width]</c>, 0..255.</param>
    /// <param name="channels">Channels, all distorted alike.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="destination"><c>[channels, CanvasHeight, CanvasWidth]</c>, 0..1, overwritten; 0 where there is no image.</param>
    /// <param name="randomKey">Decides the distortion; equal keys, equal results.</param>
    /// <exception cref="ArgumentException">A span's length contradicts the sizes.</exception>
    public abstract void Apply(
        ReadOnlySpan<byte> image, int channels, int height, int width, Span<float> destination, ulong randomKey);
}
